"""Coming in and going out."""

import pytest
import steps
from conftest import DESKTOP
from paths import MAIN_PAGES
from playwright.sync_api import expect

ROLE = "secretariat"
ALERT = 'main [role="alert"]'


@pytest.mark.parametrize("path", MAIN_PAGES)
def test_a_page_asks_whoever_is_not_signed_in_to_sign_in(page, path):
    page.goto(path)

    assert steps.path_of(page) == steps.SIGN_IN
    expect(page.locator('[name="password"]')).to_be_visible()


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(page, district):
    steps.fill_sign_in(page, district.spare_login().name, "not the password")
    expect(page.locator(ALERT)).to_be_visible()
    wrong_password = page.locator(ALERT).inner_text()

    steps.fill_sign_in(page, "nobody-of-that-name", "not the password")
    expect(page.locator(ALERT)).to_have_text(wrong_password)

    page.goto(steps.DESK)
    assert steps.path_of(page) == steps.SIGN_IN


def test_the_right_password_leads_to_the_desk(page, district, sign_in):
    login = district.login(ROLE)

    sign_in(page, login.name, login.password)

    assert steps.path_of(page) == steps.DESK
    expect(page.locator("h1")).to_have_count(1)


def test_signing_in_needs_no_javascript(open_page, district, sign_in):
    page = open_page(DESKTOP, java_script_enabled=False)
    login = district.login(ROLE)

    sign_in(page, login.name, login.password)

    assert steps.path_of(page) == steps.DESK


def test_signing_out_closes_the_desk(page, district, sign_in):
    login = district.login(ROLE)
    sign_in(page, login.name, login.password)

    steps.sign_out(page)

    expect(page.locator('[name="password"]')).to_be_visible()
    page.goto(steps.DESK)
    assert steps.path_of(page) == steps.SIGN_IN


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(page, district, sign_in):
    login = district.login(ROLE)

    sign_in(page, login.name, login.password)

    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    session = cookies["kreds_session"]
    assert session["httpOnly"]
    assert session["sameSite"] in ("Lax", "Strict")
    assert "kreds_session" not in page.evaluate("document.cookie")
