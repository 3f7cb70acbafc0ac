"""Why somebody looks a person up, emergency access, and the review of the log, as their users meet them."""

import pytest
import steps
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect

REASON = "Et barn er i fare på Torvet, og ingen andre er på vagt"


@pytest.fixture
def as_role(open_page, sessions):
    return lambda role, size=DESKTOP: open_page(size, storage_state=sessions(role))


def test_a_purpose_is_asked_once_for_a_person_and_stands_on_the_page(as_role):
    page = as_role("secretariat")
    page.goto("/persons/7")
    expect(page.locator("#purpose")).to_be_visible()
    page.locator("#purpose").select_option("other")
    page.locator('main form [type="submit"]').click()
    expect(page.locator('[role="alert"]')).to_be_visible()
    page.locator("#explanation").fill("Aktindsigt fra personen selv")
    page.locator('main form [type="submit"]').click()
    expect(page.locator(".lead").first).to_contain_text("Aktindsigt fra personen selv")
    assert steps.path_of(page) == "/persons/7" and "Aktindsigt" not in page.url

    page.goto("/persons/7")
    expect(page.locator("#purpose")).to_have_count(0)
    # What was said of one is not said of another.
    page.goto("/persons/999")
    expect(page.locator("#purpose")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_emergency_access_opens_shows_and_is_told_and_reviewed(as_role, size):
    page = as_role("specialised-team", size)
    page.goto("/emergency")
    if page.locator('input[name="do"]').count():
        page.locator('form[action="/emergency"] [type="submit"]').click()
        page.goto("/emergency")
    assert page.goto("/programmes/psp-k").status == 404

    page.goto("/emergency")
    page.locator("#reason").fill(REASON)
    page.locator('form[action="/emergency"] [type="submit"]').click()
    expect(page.locator(".emergency")).to_be_visible()
    assert page.goto("/programmes/psp-k").status == 200
    expect(page.locator(".emergency")).to_be_visible()
    assert page.goto("/programmes/exit").status == 404
    page.goto("/cases?programme=psp-k")
    page.goto(page.locator("main tbody a").first.get_attribute("href"))

    leader = as_role("leader", size)
    leader.goto("/")
    leader.locator('a[href^="/emergency/reviews/"]').first.click()
    expect(leader.locator("main")).to_contain_text(REASON)
    expect(leader.locator("main tbody tr").first).to_be_visible()
    address = steps.path_of(leader)
    expect(leader.locator("#note")).to_have_count(0)

    page.goto("/emergency")
    page.locator('form[action="/emergency"] [type="submit"]').click()
    expect(page.locator(".emergency")).to_have_count(0)
    assert page.goto("/programmes/psp-k").status == 404

    leader.goto(address)
    leader.locator('[name="verdict"][value="justified"]').check()
    leader.locator("#note").fill("Talt med vagtchefen")
    leader.locator('main form [type="submit"]').click()
    assert steps.path_of(leader) == "/emergency/reviews"
    leader.goto(address)
    expect(leader.locator("main")).to_contain_text("Talt med vagtchefen")


def test_a_look_up_is_drawn_questioned_answered_and_settled(as_role):
    # Under emergency access every look-up is drawn.
    page = as_role("specialised-team")
    page.goto("/emergency")
    if page.locator("#reason").count():
        page.locator("#reason").fill(REASON)
        page.locator('form[action="/emergency"] [type="submit"]').click()
    page.goto("/persons/11")
    page.locator("#purpose").select_option("other")
    page.locator("#explanation").fill("Nysgerrighed")
    page.locator('main form [type="submit"]').click()

    leader = as_role("leader")
    leader.goto("/review")
    leader.locator('form[action="/review/draw"] [type="submit"]').click()
    rows = leader.locator("main tbody tr", has_text="Specialiseret Team").locator("a")
    for address in [row.get_attribute("href") for row in rows.all()]:
        leader.goto(address)
        if "Nysgerrighed" in leader.locator("main").inner_text():
            break
    expect(leader.locator("main")).to_contain_text("Nysgerrighed")
    address = steps.path_of(leader)
    leader.locator('[name="state"][value="questioned"]').check()
    leader.locator('main form [type="submit"]').click()
    expect(leader.locator('[role="alert"]')).to_be_visible()
    leader.locator('[name="state"][value="questioned"]').check()
    leader.locator("#note").fill("Hvilken sag hører det til?")
    leader.locator('main form [type="submit"]').click()

    page.goto("/")
    page.locator('a[href^="/review/questions/"]').first.click()
    expect(page.locator("main")).to_contain_text("Hvilken sag hører det til?")
    page.locator("#note").fill("Ingen")
    page.locator('main form [type="submit"]').click()

    leader.goto("/")
    leader.locator(f'a[href="{address}"]').click()
    expect(leader.locator("main")).to_contain_text("Ingen")
    leader.locator('[name="state"][value="misuse"]').check()
    leader.locator("#note").fill("Ingen sag")
    leader.locator('main form [type="submit"]').click()
    assert steps.path_of(leader) == "/review"
    leader.goto(address)
    expect(leader.locator("#note")).to_have_count(0)


def test_roles_are_read_by_everybody(as_role):
    page = as_role("plan-secretariat")
    page.goto("/roles")
    assert page.locator("main tbody tr").count() > 10
