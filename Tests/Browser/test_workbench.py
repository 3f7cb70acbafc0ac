"""The workbench of Socialsøg: from the walk through a hit, over a question to a colleague and a deferral, to the meeting.

Every test works on another open hit, from the end of the queue: those of test_screening take from its beginning.
"""

import re
import sqlite3
from datetime import date, timedelta

import pytest
import steps
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect

ROLE = "screener"
ALERT = 'main [role="alert"]'


def last_hit(page) -> str:
    page.goto("/screening")
    return page.locator("main tbody a").last.get_attribute("href")


@pytest.fixture
def hit(open_page, sessions):
    """The page of an open hit."""
    page = open_page(DESKTOP, storage_state=sessions(ROLE))
    page.goto(last_hit(page))
    expect(page.locator("#decide")).to_be_visible()
    return page


def send(page, form: str, values: dict[str, str], choices: dict[str, str] | None = None) -> None:
    """Opens a form that stands closed, fills it, and sends it; the browser's own checks stand aside."""
    box = page.locator(f"details#{form}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.locator("form").evaluate("form => { form.noValidate = true }")
    for name, value in values.items():
        box.locator(f'[name="{name}"]').fill(value)
    for name, value in (choices or {}).items():
        box.locator(f'[name="{name}"]').select_option(value)
    box.locator('[type="submit"]').click()


def test_a_hit_says_why_it_fired_with_the_facts(hit):
    why = hit.locator("section.card", has=hit.get_by_role("heading", name="Sådan blev reglen opfyldt"))
    expect(why.locator("ol.timeline > li").first).to_be_visible()
    expect(why).to_contain_text(re.compile(r"Barnet var \d+ år"))
    expect(hit.locator("#near")).to_be_visible()
    expect(hit.locator("#open-cases")).to_be_visible()
    why.locator('a[href^="#incident-"]').first.click()
    expect(hit).to_have_url(re.compile(r"#incident-\d+$"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_walk_through_leads_to_the_decision(open_page, sessions, size):
    page = open_page(size, storage_state=sessions(ROLE))
    page.goto(last_hit(page))
    page.locator('.actions a[href*="/guide"]').click()
    for number in range(1, 6):
        expect(page.locator("main")).to_contain_text(f"Trin {number} af 6")
        page.locator('main a[rel="next"]').click()
    expect(page.locator("main")).to_contain_text("Trin 6 af 6")
    expect(page.locator("#decide")).to_be_visible()


def test_a_hit_is_put_off_and_taken_back(hit):
    address = steps.path_of(hit)
    send(hit, "deferral", {"reason": "Kommunen holder møde med familien"})
    expect(hit.locator(ALERT)).to_contain_text("Vælg den dag")
    expect(hit.locator('#deferral [name="reason"]')).to_have_value("Kommunen holder møde med familien")

    send(hit, "deferral", {"until": (date.today() + timedelta(days=10)).isoformat()})
    expect(hit).to_have_url(re.compile(rf"{address}\?done="))
    hit.goto("/screening")
    expect(hit.locator(f'main tbody a[href="{address}"]')).to_have_count(0)
    hit.goto("/screening?state=deferred")
    expect(hit.locator(f'main tbody a[href="{address}"]')).to_be_visible()

    hit.goto(address)
    hit.locator('form[action$="/deferral-end"] [type="submit"]').click()
    hit.goto("/screening")
    expect(hit.locator(f'main tbody a[href="{address}"]')).to_be_visible()


def test_a_colleague_is_asked_and_answers_on_the_desk(hit, open_page, sessions):
    address = steps.path_of(hit)
    number = address.rsplit("/", 1)[1]
    send(hit, "opinion", {"words": "Ser du det samme?"}, {"colleague": "leader", "leaning": "report"})
    expect(hit.locator("#opinions")).to_contain_text("Ser du det samme?")

    leader = open_page(DESKTOP, storage_state=sessions("leader"))
    leader.goto("/")
    leader.get_by_role("link", name=re.compile(rf"beder om din vurdering af fund {number}\.")).click()
    send(leader, "opinion-answer", {"reason": "Kommunen er i gang"}, {"answer": "differs"})
    expect(leader.locator("#opinions")).to_contain_text("Kommunen er i gang")

    hit.goto("/")
    hit.get_by_role("link", name=re.compile(rf"anderledes end dig på fund {number}\.")).click()
    expect(hit.locator("#opinions")).to_contain_text("Kommunen er i gang")
    expect(hit.locator("#decide")).to_be_visible()


def test_the_meeting_is_gone_through_hit_by_hit(hit):
    hit.goto("/screening/meeting")
    names = hit.locator("main tbody").inner_text()
    assert not re.search(r"[A-ZÆØÅ][a-zæøå]+sen\b", names), "somebody is named"
    count = hit.locator("main tbody a").count()
    hit.locator(".actions a.is-primary").click()
    pager = hit.locator("nav.pager")
    expect(pager).to_contain_text(f"af {count} på mødelisten")
    # It begins with the first on which nobody has decided.
    first = int(re.search(r"Fund (\d+) af", pager.inner_text())[1])
    if first < count:
        pager.locator('a[rel="next"]').click()
        expect(pager).to_contain_text(f"Fund {first + 1} af {count}")


def test_the_page_says_what_has_changed_since_the_hit_was_found(hit, district):
    """The register says another birth date of the child than when the hit was found."""
    expect(hit.locator("#changed")).to_have_count(0)
    child = int(hit.locator(".page-head .lead a").get_attribute("href").rsplit("/", 1)[1])
    database = sqlite3.connect(district.database.removeprefix("sqlite:"), timeout=30)
    try:
        before = database.execute("SELECT birth_date FROM person WHERE id = ?", (child,)).fetchone()[0]
        other = (date.fromisoformat(before) + timedelta(days=1)).isoformat()
        with database:
            database.execute("UPDATE person SET birth_date = ? WHERE id = ?", (other, child))
        try:
            hit.reload()
            changed = hit.locator("#changed")
            for day in (before, other):
                expect(changed).to_contain_text(date.fromisoformat(day).strftime("%d.%m.%Y"))
        finally:
            with database:
                database.execute("UPDATE person SET birth_date = ? WHERE id = ?", (before, child))
    finally:
        database.close()
    hit.reload()
    expect(hit.locator("#changed")).to_have_count(0)
