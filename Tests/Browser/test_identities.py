"""Doubts whether two records are one person: decided by keys, by two persons, and taken back."""

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


def open_doubt(page, number: int) -> None:
    page.goto(f"/identities/{number}")
    expect(page.locator("h1")).to_be_visible()


def test_two_persons_decide_by_keys_and_one_takes_it_back(page, browser):
    steps.sign_in(page, "screener", DEMO_PASSWORD)
    open_doubt(page, 4)
    page.keyboard.press("s")
    expect(page.locator('input[name="verdict"][value="same"]')).to_be_checked()
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("Kun en slåfejl, sd")
    expect(page.locator('input[name="verdict"][value="same"]')).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".notice.is-good")).to_contain_text("En anden skal være enig")
    open_doubt(page, 4)
    expect(page.locator("#decide")).to_have_count(0)

    page.goto("/")
    page.locator("details.user-menu:not(.is-more) summary").click()
    page.locator('form[action="/sign-out"] button').click()
    steps.sign_in(page, "leader", DEMO_PASSWORD)
    open_doubt(page, 4)
    expect(page.locator("#decide")).to_contain_text("screener har sagt")
    page.keyboard.press("s")
    page.keyboard.type("Enig")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.is-good")).to_contain_text("nu samme person")
    open_doubt(page, 4)
    expect(page.locator(".badge").first).to_contain_text("Samme person")
    page.locator("#reopen-words").fill("Det var to")
    page.locator('#reopen [type="submit"]').click()
    expect(page.locator("#decide")).to_be_visible()


def test_letters_are_no_keys_once_they_are_turned_off(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    open_doubt(page, 1)
    page.locator("[data-key-switch]").uncheck()
    page.locator("h1").click()
    page.keyboard.press("d")
    expect(page.locator('input[name="verdict"][value="different"]')).not_to_be_checked()
    page.reload()
    expect(page.locator("[data-key-switch]")).not_to_be_checked()
    page.locator("[data-key-switch]").check()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url(lambda url: "/identities/1" not in url)
