"""The main menu stands in one line on a desktop; what has no room stands behind one more, with and without scripts."""

import pytest
import steps
from conftest import DESKTOP
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


@pytest.mark.parametrize("name", ["secretariat", "leader", "officer", "administrator"])
def test_the_menu_stands_in_one_line(browser, base_url, name):
    context = browser.new_context(base_url=base_url, viewport=DESKTOP, locale="da-DK")
    page = context.new_page()
    steps.sign_in(page, name, DEMO_PASSWORD)
    for language in ("da", "en"):
        page.goto(f"/language?to={language}&from=/")
        tops = page.locator(".site-nav li").evaluate_all("list => list.map(one => one.getBoundingClientRect().top)")
        assert len(set(tops)) == 1, f"{name}, {language}"
    context.close()


def test_the_rest_of_the_menu_opens_without_scripts(browser, base_url):
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    page.locator(".is-more > summary").click()
    page.locator('.is-more a[href="/letters"]').click()
    assert steps.path_of(page) == "/letters"
    expect(page.locator('.is-more a[aria-current="page"]')).to_have_attribute("href", "/letters")
    context.close()
