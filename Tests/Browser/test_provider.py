"""Signing in through a real identity provider, which the tests start: the whole way in Chromium."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import steps
from conftest import DESKTOP, free_port, serve
from playwright.sync_api import expect
from provider import CLIENT, PASSWORD, SECRET, Person, Provider

ANNA = Person("anna", "Anna Holm", ("kriminalforebyggelse", "andet"))
LEADER = Person("lene", "Lene Krogh", ("leader",), "Politiet")
NOBODY = Person("nils", "Nils Uden Rolle", ("andet",))
BACK = "/sign-in/provider/back"
ALERT = '[role="alert"]'


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
    page.locator("#password").press("Enter")
    grant = page.locator("#grantScope, button:has-text('Continue')").first
    expect(grant.or_(page.locator("main#main"))).to_be_visible()
    for _ in range(3):
        if "localhost" in page.url and page.locator("main#main").count():
            return
        page.locator("button.btn-primary:visible, a.btn-primary:visible").last.click()
        page.wait_for_timeout(500)


def test_a_role_of_the_provider_becomes_one_here(open_page):
    page = open_page(DESKTOP)
    sign_in(page, ANNA)

    assert steps.path_of(page) == "/account"
    expect(page.locator(".lead")).to_contain_text("Anna Holm · Lokalbetjent")
    expect(page.locator("main")).to_contain_text("Slagelse Kommune")
    expect(page.locator('a[href="/account/password"]')).to_have_count(0)
