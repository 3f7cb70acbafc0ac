"""A second factor, recovery codes, sessions and accounts, on a district of its own: accounts are made and closed here."""

import base64
import hashlib
import hmac
import json
import struct
import subprocess
import time

import pytest
import steps
from conftest import EXECUTABLE, DESKTOP, PHONE, environment, serve
from playwright.sync_api import expect
from test_accessibility import assert_accessible, assert_clean, assert_no_sideways_scroll

PASSWORD = "grøn kahyt syv paraplyer"
STEP_SECONDS = 30


class Office:
    """A served register without persons, and its accounts."""

    def __init__(self, folder):
        self.folder = folder
        self.database = f"sqlite:{folder / 'kreds.sqlite'}"

    def run(self, *arguments, password=None):
        given = {**environment(), "KREDS_PASSWORD": password} if password else environment()
        done = subprocess.run(
            [EXECUTABLE, *arguments, "--database", self.database], cwd=self.folder, env=given, capture_output=True,
            text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add(self, name, role, *options):
        self.run("user", "add", name, "--authority", "police", "--role", role, *options, password=PASSWORD)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("accounts"))


@pytest.fixture(scope="module")
def base_url(office):
    """Served where this module's `open_page` goes."""
    with serve(office.folder, office.database) as address:
        for name, role in [("factor", "leader"), ("recovery", "officer"), ("phone", "officer")]:
            office.add(name, role)
        for name, role in [("plain", "officer"), ("leaving", "officer"), ("boss", "administrator")]:
            office.add(name, role, "--without-second-factor")
        yield address


def code(key: str, ahead: int = 0) -> str:
    """RFC 6238 by hand."""
    secret = base64.b32decode(key.replace(" ", ""))
    counter = struct.pack(">Q", int(time.time()) // STEP_SECONDS + ahead)
    digest = hmac.new(secret, counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def unused_code(key: str, used: str) -> str:
    """A code that has not been given yet: the one of the next step is taken too."""
    return next(each for each in (code(key), code(key, 1)) if each != used)


def send(page) -> None:
    page.locator('main form [type="submit"]').first.click()


def enrol(page, name: str) -> tuple[str, str, list[str]]:
    """Signs in for the first time; returns the key, the code given and the recovery codes."""
    steps.fill_sign_in(page, name, PASSWORD)
    expect(page.locator("#key")).to_be_visible()
    key = page.locator("#key").inner_text()
    expect(page.locator("#qr svg")).to_be_visible()
    given = code(key)
    page.locator("#code").fill(given)
    send(page)
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    return key, given, page.locator("#recovery-codes li").all_inner_texts()


def test_the_first_sign_in_enrols_and_the_next_asks_for_a_code(open_page):
    page = open_page(DESKTOP)
    key, given, _ = enrol(page, "factor")
    page.locator("main a.is-primary").click()
    expect(page.locator('form[action="/sign-out"]')).to_have_count(1)
    steps.sign_out(page)

    steps.fill_sign_in(page, "factor", PASSWORD)
    expect(page.locator("#code")).to_be_visible()
    page.goto("/")
    assert steps.path_of(page) == steps.SIGN_IN
    page.goto("/sign-in/step")
    page.locator("#code").fill(given)
    send(page)
    expect(page.locator('[role="alert"]')).to_be_visible()
    page.locator("#code").fill(unused_code(key, given))
    send(page)
    expect(page.locator('form[action="/sign-out"]')).to_have_count(1)


def test_a_recovery_code_opens_once(open_page):
    page = open_page(DESKTOP)
    _, _, codes = enrol(page, "recovery")
    for wanted in ('form[action="/sign-out"]', '[role="alert"]'):
        other = open_page(DESKTOP)
        steps.fill_sign_in(other, "recovery", PASSWORD)
        other.locator("#code").fill(codes[0])
        send(other)
        expect(other.locator(wanted)).to_have_count(1)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_steps_are_accessible_and_fit_a_phone(open_page, language):
    page = open_page(PHONE)
    page.goto(steps.SIGN_IN)
    steps.switch_language(page, language)
    steps.fill_sign_in(page, "phone", PASSWORD)
    expect(page.locator("#key")).to_be_visible()
    page.troubles.seen.clear()
    assert_no_sideways_scroll(page)
    assert_clean(page)
    assert_accessible(page)


def test_a_session_is_ended_from_another_browser(open_page):
    lost, held = open_page(DESKTOP), open_page(DESKTOP)
    for page in (lost, held):
        steps.sign_in(page, "plain", PASSWORD)

    held.goto("/account")
    expect(held.locator("main tbody tr")).to_have_count(2)
    held.locator("main tbody tr", has=held.locator("form")).locator("button").click()
    expect(held.locator("main tbody tr")).to_have_count(1)

    lost.goto("/")
    assert steps.path_of(lost) == steps.SIGN_IN


def test_a_changed_password_ends_the_other_sessions(open_page, office):
    office.add("changing", "officer", "--without-second-factor")
    other, page = open_page(DESKTOP), open_page(DESKTOP)
    for each in (other, page):
        steps.sign_in(each, "changing", PASSWORD)
    page.goto("/account/password")
    new = PASSWORD + " til"
    for field, text in [("old", PASSWORD), ("password", "sommerferie2026"), ("again", "sommerferie2026")]:
        page.locator(f"#{field}").fill(text)
    send(page)
    expect(page.locator('[role="alert"] a')).to_have_count(1)
    for field, text in [("old", PASSWORD), ("password", new), ("again", new)]:
        page.locator(f"#{field}").fill(text)
    send(page)
    expect(page.locator('[role="status"]')).to_be_visible()
    other.goto("/")
    assert steps.path_of(other) == steps.SIGN_IN
    steps.sign_in(other, "changing", new)


def test_an_administrator_closes_an_account(open_page, office):
    user, boss = open_page(DESKTOP), open_page(DESKTOP)
    steps.sign_in(user, "leaving", PASSWORD)
    steps.sign_in(boss, "boss", PASSWORD)
    boss.goto("/accounts")
    boss.get_by_role("link", name="leaving").click()
    boss.locator('button[value="close"]').click()
    expect(boss.locator('[role="status"]')).to_be_visible()

    user.goto("/cases")
    assert steps.path_of(user) == steps.SIGN_IN
    steps.fill_sign_in(user, "leaving", PASSWORD)
    expect(user.locator('[role="alert"]')).to_be_visible()
    listed = {each["name"]: each for each in json.loads(office.run("user", "list", "--json"))}
    assert listed["leaving"]["closedAt"] and "closedAt" not in listed["boss"]


def test_a_one_time_password_from_the_command_line_leads_to_another(open_page, office):
    office.add("forgetful", "officer", "--without-second-factor")
    once = json.loads(office.run("user", "reset", "forgetful", "--json"))["oneTimePassword"]
    page = open_page(DESKTOP)
    steps.fill_sign_in(page, "forgetful", once)
    for field in ("password", "again"):
        page.locator(f"#{field}").fill(PASSWORD + " igen")
    send(page)
    expect(page.locator('form[action="/sign-out"]')).to_have_count(1)
