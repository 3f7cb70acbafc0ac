"""WCAG 2.1 AA as far as a machine can tell, and a clean console, on every main page in both languages."""

from urllib.parse import quote

import pytest
import steps
from axe_playwright_python.sync_playwright import Axe
from conftest import DESKTOP, PHONE
from paths import FOUND_PAGES, LANGUAGES, MAIN_PAGES

WCAG_2_1_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", MAIN_PAGES)
def test_a_page_is_accessible_fits_and_has_a_clean_console(open_page, sessions, path, language):
    page = visit(open_page(DESKTOP, storage_state=sessions(MAIN_PAGES[path])), path, language)

    assert_good_in_both_widths(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_in_page_is_accessible_fits_and_has_a_clean_console(page, language):
    visit(page, steps.SIGN_IN, language)

    assert_good_in_both_widths(page)


@pytest.mark.parametrize("address", ["/lokalraad/koege", "/lokalraad/koege?lang=en"])
def test_the_page_for_everybody_is_accessible_fits_and_has_a_clean_console(page, address):
    page.goto(address)

    assert_good_in_both_widths(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", FOUND_PAGES, ids=str)
def test_a_found_page_is_accessible_fits_and_has_a_clean_console(open_page, sessions, found, language):
    page = open_page(DESKTOP, storage_state=sessions(found.role))
    visit(page, steps.DESK, language)
    answers = []
    page.on("response", lambda answer: answers.append(answer) if answer.request.is_navigation_request() else None)
    page.troubles.seen.clear()
    found.go(page)
    assert answers[-1].status == found.status, page.url
    assert steps.language_of(page) == language

    assert_good_in_both_widths(page, found.status)


def visit(page, path, language):
    """Opens a page in a language, by the address of the control that switches it."""
    answer = page.goto(f"/language?to={language}&from={quote(path)}")
    assert answer.status == 200, f"{path} answered {answer.status}"
    assert steps.address_of(page) == path
    assert steps.language_of(page) == language
    policy = answer.headers.get("content-security-policy", "")
    assert "default-src" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    return page


def assert_good_in_both_widths(page, status=200):
    """No trouble in the console, nothing wider than a window, and WCAG, on a desktop and on a small phone."""
    assert_clean(page, status)
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        assert_no_sideways_scroll(page)
        assert_accessible(page)


def assert_clean(page, status=200):
    """Call before axe runs: what axe itself brings into the page is not the page's doing.

    That a page was answered with an error is something the browser itself writes into the console.
    """
    own_words = f"the server responded with a status of {status}"
    troubles = [trouble for trouble in page.troubles.seen if status == 200 or own_words not in trouble]
    if troubles:
        pytest.fail("\n".join(troubles), pytrace=False)


def assert_accessible(page):
    results = Axe().run(page, options=WCAG_2_1_AA)
    if results.violations_count:
        pytest.fail(results.generate_report(), pytrace=False)


def assert_no_sideways_scroll(page):
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"the page is {widths[0]} pixels wide in a window of {widths[1]}"
