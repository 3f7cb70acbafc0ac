"""Signing in through a real identity provider, which the tests start: the whole way in Chromium."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import steps
from conftest import DESKTOP, free_port, serve
from playwright.sync_api import expect
from provider import CLIENT, PASSWORD, SECRET, Person, Provider

ANNA = Person("anna", "Anna Holm", ("kriminalforebyggelse", "andet"), "Midt- og Vestsjællands Politi")
LEADER = Person("lene", "Lene Krogh", ("leader",), "police")
NOBODY = Person("nils", "Nils Uden Rolle", ("andet",), "police")
BACK = "/sign-in/provider/back"
ALERT = 'main [role="alert"]'


@pytest.fixture(scope="module")
def base_url(tmp_path_factory):
    if not Provider.is_installed():
        pytest.fail("There is no glewlwyd: scripts/install-missing.sh browser-tests installs it.")
    folder = tmp_path_factory.mktemp("provider")
    port = free_port()
    # The name that both have: cookies of one address are kept apart by name, and the provider knows no other host.
    kreds = f"http://localhost:{port}"
    (folder / "secret").write_text(SECRET + "\n", encoding="utf-8")
    provider = Provider(folder / "provider", free_port(), kreds, [ANNA, LEADER, NOBODY])
    try:
        options = [
            "--oidc-issuer", provider.issuer, "--oidc-client-id", CLIENT, "--oidc-client-secret-file", folder / "secret",
            "--public-url", kreds, "--oidc-name", "Fælles login", "--oidc-scope", "openid",
            "--oidc-role", "kriminalforebyggelse=officer", "--oidc-authority-claim", "authority",
        ]
        with serve(folder, f"sqlite:{folder / 'kreds.sqlite'}", *options, port=port):
            yield kreds
    finally:
        provider.stop()


def ask_provider(page) -> None:
    page.goto("/sign-in?from=/account")
    page.locator('a[href^="/sign-in/provider"]').click()


def sign_in(page, person: Person) -> None:
    """Signs in at the provider, and lets Kreds have what it asks for."""
    ask_provider(page)
    page.locator("#username").fill(person.name)
    page.locator("#password").fill(PASSWORD)
    page.locator("#loginbut").click()
    go_on(page)


def go_on(page) -> None:
    """Back from the provider's page to Kreds."""
    page.locator("button.btn-success").click()
    expect(page.locator("main#main")).to_be_visible()


def test_a_role_of_the_provider_becomes_one_here(open_page):
    page = open_page(DESKTOP)
    sign_in(page, ANNA)

    assert steps.path_of(page) == "/account"
    expect(page.locator(".lead")).to_have_text("Anna Holm · Lokalbetjent")
    expect(page.locator("main")).to_contain_text("Midt- og Vestsjællands Politi")
    expect(page.locator('a[href="/account/password"]')).to_have_count(0)
    assert page.goto("/cases").status == 200
    assert page.goto("/screening").status == 403


def test_a_role_by_the_name_it_has_here_needs_no_mapping(open_page):
    page = open_page(DESKTOP)
    sign_in(page, LEADER)

    assert page.goto("/screening").status == 200


def test_whoever_has_no_role_is_refused_on_a_clear_page(open_page):
    page = open_page(DESKTOP)
    sign_in(page, NOBODY)

    expect(page.locator(ALERT)).to_contain_text("ingen rolle i Kreds")
    page.goto("/")
    assert steps.path_of(page) == steps.SIGN_IN


def code_sent_back(page, person: Person) -> dict[str, str]:
    """Signs in at the provider, and keeps what it sends back from reaching Kreds."""
    kept = {}

    def keep(route):
        sent_to = route.fetch(max_redirects=0).headers["location"]
        kept.update({name: values[0] for name, values in parse_qs(urlsplit(sent_to).query).items()})
        route.fulfill(status=200, content_type="text/html", body="<main id='main'>kept</main>")

    page.route("**/api/oidc/auth**", keep)
    sign_in(page, person)
    page.unroute("**/api/oidc/auth**")
    assert {"code", "state"} <= kept.keys()
    return kept


def test_another_state_is_refused_and_the_code_is_lost_with_it(open_page):
    page = open_page(DESKTOP)
    kept = code_sent_back(page, ANNA)

    assert page.goto(f"{BACK}?{urlencode({**kept, 'state': 'another'})}").status == 403
    expect(page.locator(ALERT)).to_be_visible()
    # What the browser remembered of the sign-in is gone.
    assert page.goto(f"{BACK}?{urlencode(kept)}").status == 403
    page.goto("/")
    assert steps.path_of(page) == steps.SIGN_IN


def test_a_code_opens_nothing_in_another_browser_and_nothing_twice(open_page):
    page, other = open_page(DESKTOP), open_page(DESKTOP)
    kept = code_sent_back(page, ANNA)
    assert other.goto(f"{BACK}?{urlencode(kept)}").status == 403
    remembered = page.context.cookies()

    page.goto(f"{BACK}?{urlencode(kept)}")
    assert steps.path_of(page) == "/account"

    # Even somebody who has all that the browser had gets no second session from it.
    other.context.add_cookies([each for each in remembered if each["name"] == "kreds_provider"])
    assert other.goto(f"{BACK}?{urlencode(kept)}").status == 502
    expect(other.locator(ALERT)).to_be_visible()
    other.goto("/")
    assert steps.path_of(other) == steps.SIGN_IN


def test_signing_out_asks_the_provider_to_sign_out_too(open_page, base_url):
    page = open_page(DESKTOP)
    sign_in(page, ANNA)
    page.troubles.seen.clear()

    steps.sign_out(page)

    # The provider knows the session by the token it gave, asks whether to end it too, and knows the way back.
    expect(page.get_by_text("close the current session")).to_be_visible()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert asked["prompt"] == "end_session" and asked["sid"] and asked["client_id"] == CLIENT
    assert urlsplit(asked["callback_url"]).path == steps.SIGN_IN
    assert "content policy" not in str(page.troubles)
    page.goto(base_url)
    assert steps.path_of(page) == steps.SIGN_IN
