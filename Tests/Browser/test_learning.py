"""The learning loop: figures of decided hits, and the blind sample that changes nothing for the family."""

import re

import pytest
from conftest import DESKTOP
from playwright.sync_api import expect

REASON = "Hændelserne ligger tæt, og barnet var til stede."


@pytest.fixture
def screener(open_page, sessions):
    return open_page(DESKTOP, storage_state=sessions("screener"))


def test_a_screener_judges_a_hit_blind_and_takes_it_back(screener):
    page = screener
    page.goto("/screening/rules")
    page.get_by_role("link", name="Det lærer vi af fundene").click()
    page.goto("/screening/rules/learning?year=2025")
    expect(page.locator("#figure-screening-outcomes")).to_be_visible()
    page.get_by_role("link", name="Blindprøve").click()
    before = page.locator(".progress span").inner_text()
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text("Din vurdering ændrer intet for familien.")
    expect(page.locator('main a[href^="/persons"], main a[href^="/cases"]')).to_have_count(0)

    form = page.locator("#decide form")
    form.evaluate("form => { form.noValidate = true }")
    form.locator("textarea").fill(REASON)
    form.locator('[type="submit"]').click()
    expect(page.locator('[role="alert"] a')).to_have_attribute("href", "#decision")
    expect(page.locator("#reason")).to_have_value(REASON)

    page.locator('#decide [value="report"]').check()
    page.locator('#decide [type="submit"]').click()
    expect(page.locator(".progress span")).not_to_have_text(before)
    page.locator("table.data").last.locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text(REASON)
    page.get_by_role("button", name="Tag vurderingen tilbage").click()
    page.goto("/screening/rules/blind")
    expect(page.locator(".progress span")).to_have_text(before)


def test_a_leader_sees_the_result_and_opens_the_hits_behind_it(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions("leader"))
    page.goto("/screening/rules/learning?year=2025")
    figure = page.locator("#figure-screening-days")
    expect(figure).to_contain_text(re.compile(r"\d+ dage"))
    expect(page.locator('a[href="/screening/rules/blind"]')).to_have_count(0)
    expect(page.locator('a[href*="/figure/screening-agreement"]')).to_have_count(0)
    figure.locator(".report-number a").first.click()
    expect(page.locator("main tbody a").first).to_have_attribute("href", re.compile(r"^/screening/\d+$"))
    assert page.goto("/screening/rules/blind").status == 403
