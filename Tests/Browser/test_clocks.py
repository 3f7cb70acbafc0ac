"""Clocks that are watched: an escalation is answered, a suggestion dismissed, a calendar read, a daily mail sent."""

import base64
import json
import re
import subprocess
import urllib.error
import urllib.request
from datetime import date, datetime, timedelta

import pytest
import steps
from conftest import DESKTOP, EXECUTABLE, PHONE, environment
from icalendar import Calendar
from playwright.sync_api import expect

SOURCE = "browser-clocks"
LANGUAGES = ["da", "en"]
VIEWPORTS = {"da": DESKTOP, "en": PHONE}


def run(district, *arguments, env=None, check=True):
    return subprocess.run(
        [EXECUTABLE, *arguments, "--database", district.database], cwd=district.folder, env={**environment(), **(env or {})},
        check=check, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module", autouse=True)
def known(district, base_url):
    """For each language a screening that is long overdue, and one that has just been registered."""
    folder = district.folder / SOURCE
    folder.mkdir()
    today = date.today()
    persons = ["person_id,given_names,family_name,birth_date"]
    cases = []
    for language in LANGUAGES:
        for kind, days in [("late", 120), ("new", 3)]:
            number = f"CLOCK-{kind}-{language}"
            opened = today - timedelta(days=days)
            persons.append(f"{number},Asbjørn,Fristberg,{today.year - 13}-01-01")
            cases.append({
                "id": number, "programme": "ukn", "municipality": "259",
                "parties": [{"person": number, "role": "subject"}],
                "fields": {"category": "person-dangerous", "offence_date": str(opened - timedelta(days=2))},
                "events": [{"stage": "registered", "at": str(opened)}],
            })
    (folder / "persons.csv").write_text("\n".join(persons) + "\n")
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    run(district, "import", folder, "--source", SOURCE)
    run(district, "escalate")


def signed_in(open_page, sessions, role, language):
    page = open_page(VIEWPORTS[language], storage_state=sessions(role))
    page.goto("/")
    steps.switch_language(page, language)
    return page


def fits(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def submit_empty(page, form) -> None:
    """As a browser that does not check the fields."""
    form.evaluate("form => { form.noValidate = true }")
    form.locator('[type="submit"]').click()
    expect(page.locator('[role="alert"]')).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leader_answers_an_escalation(open_page, sessions, language):
    page = signed_in(open_page, sessions, "leader", language)
    waiting = page.locator('section[aria-labelledby="escalations"] li a')
    expect(waiting.first).to_be_visible()
    fits(page)
    number = re.search(r"[A-Z]+-\d+-\d+", waiting.last.inner_text()).group()
    page.goto(waiting.last.get_attribute("href"))
    fits(page)
    form = page.locator('form[action^="/escalations/"]')
    submit_empty(page, form)
    page.locator("#remark").fill(f"Vi sætter en mere på, {language}")
    form.locator('[type="submit"]').click()
    expect(page.locator('.notice[role="status"]')).to_be_visible()
    row = page.locator("main tbody tr", has_text=number).last
    expect(row).to_contain_text(f"Vi sætter en mere på, {language}")
    page.goto(f"/cases?q={number}")
    expect(page.locator("#escalations")).to_contain_text(f"Vi sætter en mere på, {language}")
    fits(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suggestion_is_followed_dismissed_and_taken_up_again(open_page, sessions, language):
    page = signed_in(open_page, sessions, "secretariat", language)
    page.goto("/programmes/ukn/suggested")
    fits(page)
    page.goto(page.locator("main tbody th a").nth(LANGUAGES.index(language)).get_attribute("href"))
    case = page.url
    # Its link opens the form of the step and sends nothing.
    page.locator("#suggestions a").first.click()
    expect(page.locator("#steps details[open] form")).to_be_visible()
    page.goto(case)
    page.locator('#suggestions a[href$="/dismiss"]').click()
    fits(page)
    submit_empty(page, page.locator('form[action$="/dismiss"]'))
    page.locator("#reason").fill("Sagen er drøftet med sektoren")
    page.locator('form[action$="/dismiss"] [type="submit"]').click()
    expect(page.locator("#suggestions")).to_have_count(0)
    page.locator("#dismissals summary").click()
    expect(page.locator("#dismissals")).to_contain_text("Sagen er drøftet med sektoren")
    page.locator('#dismissals form[action$="/undo"] button').first.click()
    expect(page.locator("#suggestions")).to_be_visible()


def made_calendar(page, covers: str) -> str:
    page.goto("/account/calendar")
    page.locator(f'input[name="covers"][value="{covers}"]').check()
    page.locator('button[value="renew"]').click()
    return page.locator("#calendar-address").inner_text()


def read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/calendar")
        return answer.read()


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_calendar_is_read_by_a_library_until_it_is_revoked(open_page, sessions):
    page = signed_in(open_page, sessions, "board-coordinator", "da")
    address = made_calendar(page, "handled")
    text = read(address)
    assert b"\r\n" in text and b"\n" not in text.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    calendar = Calendar.from_ical(text)
    assert calendar["VERSION"] == "2.0" and calendar["METHOD"] == "PUBLISH"
    events = list(calendar.walk("VEVENT"))
    assert len(events) >= 4
    assert len({str(event["UID"]) for event in events}) == len(events)
    for event in events:
        assert isinstance(event["DTSTAMP"].dt, datetime) and event["DTSTAMP"].dt.utcoffset() == timedelta(0)
        start = event["DTSTART"].dt
        if not isinstance(start, datetime):
            assert event["DTEND"].dt - start == timedelta(days=1)
        assert re.match(r"[A-Z]+-\d{4}-\d{6} ", str(event["SUMMARY"])), event["SUMMARY"]
        assert int(event["SEQUENCE"]) >= 1
    assert b"Fristberg" not in text and b"EXI-" not in text
    due = date.today() - timedelta(days=3) + timedelta(days=30)
    assert due in {event["DTSTART"].dt for event in events}
    # The same deadlines keep their ids; a new address ends the one before.
    page.goto("/account")
    expect(page.locator("#following")).to_be_visible()
    again = made_calendar(page, "handled")
    assert status(address) == 404
    assert {str(event["UID"]) for event in Calendar.from_ical(read(again)).walk("VEVENT")} == {
        str(event["UID"]) for event in events}
    page.goto("/account/calendar")
    expect(page.locator("#calendar-address")).to_have_count(0)
    page.locator('button[value="revoke"]').click()
    expect(page.locator('.notice[role="status"]')).to_be_visible()
    assert status(again) == 404


def test_a_daily_mail_is_handed_to_the_program_of_the_system(open_page, sessions, district, tmp_path):
    page = signed_in(open_page, sessions, "officer", "da")
    page.goto("/account/digest")
    page.locator('input[name="on"]').check()
    page.locator("#address").fill("En Betjent <betjent@politi.example>, ven@andre.example")
    form = page.locator('form[action="/account/digest"]')
    form.locator('[type="submit"]').click()
    expect(page.locator("#address-error")).to_be_visible()
    page.locator("#address").fill("betjent@politi.example")
    form.locator('[type="submit"]').click()
    expect(page.locator('.notice[role="status"]')).to_be_visible()

    refused = run(district, "digest", check=False)
    assert refused.returncode == 1 and "KREDS_MAIL_FROM" in refused.stderr
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\ncat > {tmp_path}/mail\n')
    program.chmod(0o700)
    settings = {
        "KREDS_MAIL_FROM": "kreds@politi.example", "KREDS_MAIL_LINK": "https://kreds.example.dk", "KREDS_SENDMAIL": str(program),
    }
    assert json.loads(run(district, "digest", "--json", env=settings).stdout) == {"sent": 1, "failed": 0}
    assert (tmp_path / "arguments").read_text() == "-t -i\n"
    headers, body = (tmp_path / "mail").read_text().split("\n\n", 1)
    assert "To: betjent@politi.example" in headers.split("\n")
    text = base64.b64decode(body).decode()
    assert "https://kreds.example.dk/" in text and re.search(r"Egne sager over fristen: \d+", text)
    assert "Fristberg" not in text and not re.search(r"[A-Z]{3}-\d{4}-", text)
    assert json.loads(run(district, "digest", "--json", env=settings).stdout) == {"sent": 0, "failed": 0}

    page.goto("/account/digest")
    page.locator('input[name="on"]').uncheck()
    page.locator('form[action="/account/digest"] [type="submit"]').click()
    expect(page.locator('.notice[role="status"]')).to_be_visible()


def test_a_leader_is_named_and_taken_away_again(open_page, sessions):
    page = signed_in(open_page, sessions, "administrator", "en")
    page.goto("/leaders")
    expect(page.locator('select[name="programme"] option[value="exit"]')).to_have_count(0)
    page.locator("#programme").select_option("victim-referral")
    page.locator("#place").select_option("259")
    page.locator("#account").select_option("secretariat")
    page.locator('form:has(#programme) [type="submit"]').click()
    row = page.locator('tbody tr:has(input[value="victim-referral"])')
    expect(row).to_be_visible()
    fits(page)
    row.locator("button").click()
    expect(row).to_have_count(0)
    page.locator("details summary", has_text=re.compile("Named before")).click()
    expect(page.locator("details.card li").first).to_be_visible()
