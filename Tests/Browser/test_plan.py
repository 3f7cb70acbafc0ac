"""The cooperation plan, walked from a municipality's proposal to the status that was frozen at the kredsråd's meeting."""

import datetime
import re

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect

TODAY = datetime.date.today().isoformat()


def signed_in(browser, base_url, role: str, **context):
    page = browser.new_context(base_url=base_url, **context).new_page()
    steps.sign_in(page, role, DEMO_PASSWORD)
    return page


def act(page, name: str, **fields) -> None:
    """Opens a form of the page, fills it and sends it."""
    form = page.locator(f"#{name}")
    if form.evaluate("node => node.tagName") == "DETAILS" and form.get_attribute("open") is None:
        form.locator("summary").first.click()
    for field, value in fields.items():
        control = page.locator(f"#{name}-{field.replace('__', '-')}")
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    form.locator('[type="submit"]').last.click()


def number(page) -> str:
    return re.search(r"/(\d+)(?:[?#]|$)", page.url).group(1)


def test_from_proposal_to_the_frozen_status(browser, base_url):
    secretariat = signed_in(browser, base_url, "secretariat")
    municipality = signed_in(browser, base_url, "ssp-coordinator")
    # A plan of its own, which takes over the criteria of the one before.
    secretariat.goto("/plan")
    act(
        secretariat, "new", title="Prøveplan", **{"from": "2027-01-01"}, to="2027-12-31", cap="1",
        cap__source="Kredsrådet",
    )
    plan = number(secretariat)
    # Each municipality proposes for itself alone.
    municipality.goto(f"/plan/{plan}/proposals")
    municipality.locator("#new > summary").click()
    expect(municipality.locator("#new-municipality option")).to_have_count(2)
    act(municipality, "new", title="Rusmidler i ungdomsklubben", body="Klubben beder om fælles hjælp.")
    proposal = number(municipality)
    expect(municipality.locator("main")).to_contain_text("1: Køge")
    # Another one points to it, and the system counts.
    secretariat.goto(f"/plan/proposals/{proposal}")
    secretariat.locator("button", has_text="Holbæk peger også").click()
    expect(secretariat.locator("main")).to_contain_text("2: Holbæk, Køge")
    # The matrix.
    secretariat.goto(f"/plan/{plan}/matrix")
    expect(secretariat.locator("main tbody tr td").first).to_contain_text("Kommuner: 2 (opfyldt fra 2)")
    cell = secretariat.locator("main tbody details").first
    name = cell.get_attribute("id")
    act(secretariat, name, mark="yes", comment="Mange kan hjælpe hinanden.")
    expect(secretariat.locator("main tbody tr td").nth(1)).to_contain_text("Opfyldt")
    expect(secretariat.locator("main tbody tr td").nth(1)).to_contain_text("Demo")
    # The decision.
    secretariat.goto(f"/plan/proposals/{proposal}")
    act(secretariat, "decide", decision="chosen", reason="Flere kommuner peger på det.")
    secretariat.locator('main a[href^="/plan/areas/"]').first.click()
    area = number(secretariat)
    # An initiative, and one more than the cap.
    for title in ("Besøg i klubber", "Oplæg til forældre"):
        municipality.goto(f"/plan/areas/{area}")
        act(municipality, "initiative", title=title, body="Begynder i foråret.")
    second = number(municipality)
    first = str(int(second) - 1)
    secretariat.goto(f"/plan/initiatives/{first}")
    act(secretariat, "to-chosen")
    secretariat.goto(f"/plan/initiatives/{second}")
    act(secretariat, "to-chosen")
    expect(secretariat.locator("#to-chosen")).to_contain_text("loftet")
    act(secretariat, "to-chosen", reason="Skolerne venter på det.")
    expect(secretariat.locator("main .notice.is-warn")).to_contain_text("Skolerne venter på det.")
    # Anchored, with an owner and a milestone, and under way.
    secretariat.locator("#to-anchored > summary").click()
    secretariat.locator("#to-anchored-anchor").select_option(label="Lokalråd, Køge")
    act(secretariat, "to-anchored")
    expect(secretariat.locator('main .facts a[href^="/bodies/"]')).to_have_text("Lokalråd, Køge")
    act(secretariat, "owner", authority="259", position="SSP-konsulent")
    act(secretariat, "step", title="Oplægget er skrevet", due="2027-05-01")
    act(secretariat, "to-running")
    municipality.goto(f"/plan/initiatives/{second}")
    act(municipality, "light", light="yellow", text="Afventer skolernes svar.")
    expect(municipality.locator("main .badge.is-warning").first).to_contain_text("Gul")
    # The kredsråd adopts.
    secretariat.goto(f"/plan/{plan}")
    act(secretariat, "propose")
    act(secretariat, "adopt", note="Vedtaget på mødet.")
    expect(secretariat.locator("main")).to_contain_text("Version 1")
    # Its status: live, then frozen.
    secretariat.goto(f"/plan/{plan}/status")
    act(secretariat, "new", title="Status til prøvemødet", meeting=TODAY)
    status = number(secretariat)
    act(
        secretariat, f"text-{area}", promised="Et oplæg og besøg.", done="Oplægget er på vej.",
        changed="Skolerne er kommet med.",
    )
    expect(secretariat.locator(".status-area")).to_have_count(1)
    act(secretariat, "freeze")
    expect(secretariat.locator("main .notice code")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    frozen = secretariat.locator(".status-area").inner_text()
    # What comes later does not change it.
    municipality.goto(f"/plan/initiatives/{second}")
    act(municipality, "light", light="red", text="Skolerne har sagt nej.")
    municipality.goto(f"/plan/status/{status}")
    assert municipality.locator(".status-area").inner_text() == frozen
    expect(municipality.locator("main form.form")).to_have_count(0)
    secretariat.goto(f"/plan/status/{status}")
    act(secretariat, "addendum", text="Skolerne har siden sagt nej.")
    expect(secretariat.locator("main")).to_contain_text("Tilføjelser efter mødet")
    answer = secretariat.request.get(f"/plan/status/{status}/report.pdf")
    assert answer.ok and answer.body().startswith(b"%PDF-")
    for page in (secretariat, municipality):
        page.context.close()


def test_a_number_is_refused_and_a_name_warned_of_with_what_was_typed_kept(browser, base_url):
    page = signed_in(browser, base_url, "ssp-coordinator")
    page.goto("/plan")
    page.locator("main tbody a", has_text="Samarbejdsplan").first.click()
    plan = number(page)
    act(page, "local", title="Møde om uro", body="Ring til ham på 670314-1235 i morgen.")
    expect(page.locator("#local-body-error")).to_contain_text("CPR-nummer")
    expect(page.locator("#local-body")).to_have_value("Ring til ham på 670314-1235 i morgen.")
    expect(page.locator("#local-text_checked")).to_have_count(0)
    act(page, "local", body="Efter en samtale med Jens Prøvesen.")
    expect(page.locator("#local-body-error")).to_contain_text("nævne en person")
    expect(page.locator("#local-title")).to_have_value("Møde om uro")
    page.locator("#local-text_checked").check()
    act(page, "local")
    assert re.search(r"/plan/initiatives/\d+", page.url)
    expect(page.locator("main")).to_contain_text("Jens Prøvesen")
    act(page, "to-withdrawn", reason="Skrevet ved en fejl.")
    page.goto(f"/plan/{plan}")
    expect(page.locator("main")).not_to_contain_text("Møde om uro")
    page.context.close()


def test_the_matrix_is_worked_with_the_keyboard_on_a_phone_without_scripts(browser, base_url):
    page = signed_in(
        browser, base_url, "plan-secretariat", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page.goto("/plan")
    page.locator("main tbody a", has_text="Samarbejdsplan").first.focus()
    page.keyboard.press("Enter")
    page.locator('nav.tabs a[href$="/matrix"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("main table")).to_be_visible()
    # Adopted, so it is read alone.
    expect(page.locator("main tbody details")).to_have_count(0)
    expect(page.locator("main tbody .badge").first).to_be_visible()
    page.context.close()
