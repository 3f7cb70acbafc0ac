"""Meetings of forums, as the chair and the members meet them: the agenda, the screen of the room, minutes and actions."""

import re
from datetime import date, timedelta

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect

HELD = 'section[aria-labelledby="past"] tbody a'
COMING = 'section[aria-labelledby="coming"] tbody a'


def sign_in(page, name):
    steps.sign_in(page, name, DEMO_PASSWORD)


def practice_group(page) -> str:
    """The meetings of the PSP-K practice group of Køge."""
    page.goto("/meetings")
    link = page.locator("tbody a", has_text="PSP-K").filter(has_text="Køge").first
    return link.get_attribute("href")


def first(page, table: str) -> str:
    page.goto(practice_group(page))
    return page.locator(table).first.get_attribute("href")


def other(browser, base_url, name, **options):
    context = browser.new_context(base_url=base_url, locale="da-DK", **options)
    page = context.new_page()
    sign_in(page, name)
    return page


def test_a_series_is_looked_at_before_it_is_saved(page):
    sign_in(page, "secretariat")
    page.goto(practice_group(page) + "/series")
    start = date.today() + timedelta(days=200)
    page.locator("#series-rhythm").select_option("weeks 4")
    page.locator("#series-day").fill(start.isoformat())
    page.locator("#series-last").fill((start + timedelta(days=90)).isoformat())
    page.locator("#series-starts").fill("9.00")
    page.locator("#series-minutes").fill("90")
    page.locator("#series-place").fill("Lokale 3")
    page.locator("#series [type='submit']").click()
    days = page.locator("#days li").count()
    assert days >= 3
    page.go_back()
    page.go_forward()
    expect(page.locator("#days li")).to_have_count(days)
    page.goto(practice_group(page))
    expect(page.locator("main")).not_to_contain_text("Lokale 3")


def test_each_member_sees_their_own_items_alone(page, browser, base_url):
    sign_in(page, "secretariat")
    held = first(page, HELD)
    page.goto(held)
    numbers = page.locator("#agenda tbody th a").all_inner_texts()
    assert numbers
    member = other(browser, base_url, "psp-k-member")
    member.goto(held)
    assert member.locator("#agenda tbody th a").all_inner_texts() == numbers
    # The prison service sits in the forum, and takes part in none of its items.
    prison = other(browser, base_url, "prison-member")
    prison.goto(held)
    expect(prison.locator("#agenda tbody")).to_have_count(0)
    prison.goto(held + "/minutes")
    expect(prison.locator(".minutes-part")).to_have_count(0)
    # Roskilde is another forum: to its people the meeting does not exist.
    stranger = other(browser, base_url, "psp-k-member-265")
    assert stranger.goto(held).status == 404
    for one in (member, prison, stranger):
        one.context.close()


def test_the_screen_is_led_by_the_arrow_keys_and_names_nobody_unasked(page):
    sign_in(page, "secretariat")
    coming = first(page, COMING)
    page.goto(coming + "/view")
    heading = page.locator(".on-screen h1")
    one = heading.inner_text()
    expect(page.locator("#name")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(heading).not_to_have_text(one)
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(one)
    page.locator(".on-screen a[href$='name=shown']").click()
    expect(page.locator("#name")).to_be_visible()


def test_the_screen_works_without_scripts(browser, base_url):
    page = other(browser, base_url, "secretariat", java_script_enabled=False)
    page.goto(first(page, COMING) + "/view")
    one = page.locator(".on-screen h1").inner_text()
    page.locator(".screen-nav a[rel='next']").click()
    expect(page.locator(".on-screen h1")).not_to_have_text(one)
    page.context.close()


def test_the_agenda_is_ordered_by_buttons(page):
    sign_in(page, "secretariat")
    page.goto(first(page, COMING))
    numbers = page.locator("#agenda tbody th a").all_inner_texts()
    page.locator("#agenda form[action$='/down'] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#agenda tbody th a").first).to_have_text(numbers[1])
    page.locator("#agenda form[action$='/up'] button").first.click()
    expect(page.locator("#agenda tbody th a").first).to_have_text(numbers[0])


def test_an_action_is_done_and_taken_up_again(page):
    sign_in(page, "psp-k-member")
    page.goto("/")
    expect(page.locator('section[aria-labelledby="my-forum-actions"]')).to_contain_text(re.compile(r"PSP-D-\d{4}-\d+"))
    page.goto("/forum-actions")
    number = page.locator("main article h3").first.inner_text()
    page.locator("main article details summary").first.click()
    page.locator("main article [name='remark']").first.fill("Talt med borgeren")
    page.locator("main article form[action$='/done'] [type='submit']").first.click()
    page.goto("/forum-actions?state=done")
    expect(page.locator("main article h3").first).to_have_text(number)
    page.locator("main article form[action$='/reopen'] [type='submit']").first.click()
    expect(page.locator("main article h3").first).to_have_text(number)


def test_minutes_print_the_readers_items_alone(page):
    sign_in(page, "officer")
    page.goto(first(page, HELD) + "/minutes")
    expect(page.locator(".minutes-part")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).not_to_be_visible()
    expect(page.locator(".minutes-part")).to_be_visible()
