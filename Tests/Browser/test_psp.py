"""Repeated contact in the incidents that PSP-K monitors: listed by date, left off for a time, selected by a person."""

import re

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


def undecided(page):
    """The last line without an open course: the other checks visit the first."""
    return page.locator('main tbody a[href^="/psp-k/"]').last


def wide_list(page) -> None:
    """Over as long as may be chosen, so that there are many."""
    page.goto("/psp-k")
    to = page.locator("#period-to").input_value()
    year = str(int(to[:4]) - 1)
    page.locator("#period-from").fill(year + to[4:].replace("-02-29", "-02-28"))
    page.locator('form[action="/psp-k"] [type="submit"]').click()
    assert "from=" in steps.address_of(page)


def test_the_list_is_by_date_and_says_that_a_count_is_no_score(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    wide_list(page)
    expect(page.locator("main")).to_contain_text("hverken en score eller en rangordning")
    days = page.locator('td[data-label="Seneste hændelse"]').all_inner_texts()
    assert len(days) > 2
    ordered = [day[6:] + day[3:5] + day[:2] for day in days]
    assert ordered == sorted(ordered, reverse=True)
    assert page.locator("#order option").all_inner_texts() == ["Seneste hændelse først", "Navn"]
    expect(page.locator("#groups tbody tr")).to_have_count(11)


def test_somebody_is_left_off_put_back_and_selected(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    wide_list(page)
    address = steps.address_of(page)
    link = undecided(page).get_attribute("href")
    number = re.search(r"/psp-k/(\d+)", link).group(1)
    page.goto(link)
    page.locator("#not-now > summary").click()
    page.locator('form[action*="/not-now"] [type="submit"]').click()
    expect(page.locator("#not-now-reason-error")).to_be_visible()
    page.locator("#not-now-reason").select_option("helped")
    page.locator("#not-now-until").fill(page.evaluate("new Date(Date.now() + 86400000).toISOString().slice(0, 10)"))
    page.locator('form[action*="/not-now"] [type="submit"]').click()
    page.goto(address)
    expect(page.locator(f'main a[href^="/psp-k/{number}?"]')).to_have_count(0)
    page.goto(address + "&show=not-now")
    expect(page.locator(f'main a[href^="/psp-k/{number}?"]')).to_have_count(1)
    page.goto(link)
    page.locator('form[action*="/relist"] [type="submit"]').click()
    page.goto(link)
    page.locator("#select > summary").click()
    page.locator("#select-selection_reason").fill("Mange henvendelser og intet fast netværk")
    page.locator('form[action*="/select"] [type="submit"]').click()
    # Where the person selected is proposed to the practice group.
    case = re.fullmatch(r"(/cases/\d+)/forums", steps.path_of(page)).group(1)
    expect(page.locator("main")).to_contain_text("Udtaget")
    page.goto(address)
    expect(page.locator(f'main a[href="{case}"]')).to_have_count(1)
    page.goto(case + "/related")
    expect(page.locator("main")).to_contain_text("Psykisk mistrivsel")


def test_the_municipality_and_psychiatry_do_not_reach_the_list(page):
    steps.sign_in(page, "psp-k-member", DEMO_PASSWORD)
    assert page.goto("/psp-k").status == 403
    expect(page.locator('nav a[href="/psp-k"]')).to_have_count(0)
