"""Where the reading goes on after a form was refused, and that whoever writes already is not taken away from it."""

import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def refused(open_page, sessions, request):
    """A form that will be refused, filled in."""
    page = open_page(request.param, storage_state=sessions("secretariat"))
    page.goto("/access/new")
    page.locator("#person").fill("NOBODY-WITH-THIS-ID")
    page.locator("#requested-by").fill("Personen selv")
    return page


def test_a_refused_form_reads_on_at_its_problems(refused):
    refused.locator('main form [type="submit"]').click()
    expect(refused.locator(".error-summary")).to_be_focused()


def test_whoever_writes_before_the_script_is_there_goes_on_writing(refused):
    waiting = []
    refused.route("**/assets/app.js*", lambda route: waiting.append(route))
    refused.locator('main form [type="submit"]').click(no_wait_after=True)
    expect(refused.locator(".error-summary")).to_be_visible()
    refused.locator("#person").focus()
    refused.wait_for_timeout(100)
    for route in waiting:
        route.continue_()
    expect(refused.locator("html.has-script")).to_be_attached()
    expect(refused.locator("#person")).to_be_focused()
