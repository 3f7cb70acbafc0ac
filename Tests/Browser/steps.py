"""What a user does on more than one page. The only place that knows where those controls are."""

import re

from playwright.sync_api import expect

SIGN_IN = "/sign-in"
DESK = "/"


def path_of(page) -> str:
    """The path of the address a page is at, without its query."""
    return re.sub(r"^https?://[^/]+", "", page.url).split("?")[0].split("#")[0]


def address_of(page) -> str:
    """The address a page is at within the site, with its query."""
    return re.sub(r"^https?://[^/]+", "", page.url).split("#")[0]


def fill_sign_in(page, name: str, password: str) -> None:
    """Sends the sign-in form, whatever comes of it."""
    page.goto(SIGN_IN)
    page.locator('[name="name"]').fill(name)
    page.locator('[name="password"]').fill(password)
    page.locator('form:has([name="password"]) [type="submit"]').click()


def sign_in(page, name: str, password: str) -> None:
    fill_sign_in(page, name, password)
    expect(page.locator('form[action="/sign-out"]')).to_have_count(1)


def sign_out(page) -> None:
    page.locator(".user-menu:not(.is-more) > summary").click()
    page.locator('form[action="/sign-out"] [type="submit"]').click()


def language_of(page) -> str:
    return page.locator("html").get_attribute("lang")


def switch_language(page, language: str) -> None:
    """Switches by the control that every page has; does nothing where the page is in that language already."""
    if language_of(page) == language:
        return
    controls = [
        f'a[href^="/language?to={language}"]',
        f'form[action^="/language"] button[name="to"][value="{language}"]',
        f'form[action^="/language"]:has(input[name="to"][value="{language}"]) [type="submit"]',
    ]
    page.locator(", ".join(controls)).first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)
