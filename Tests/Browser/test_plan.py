"""The cooperation plan, walked from a municipality's proposal to the status that was frozen at the kredsråd's meeting."""

import datetime
import re
import shutil

import steps
from conftest import serve
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


class Walk:
    """Somebody who walks in Danish: every page that they open is."""

    def __init__(self, browser, base_url: str, role: str):
        self.page = signed_in(browser, base_url, role, locale="da-DK")

    def to(self, path: str):
        self.page.goto(path)
        return self.seen()

    def seen(self):
        """What the page shows, which is in Danish and knows all its words."""
        expect(self.page.locator("html")).to_have_attribute("lang", "da")
        expect(self.page.locator("h1")).to_be_visible()
        return self.page.locator("main")

    def act(self, name: str, **fields):
        act(self.page, name, **fields)
        expect(self.page.locator("main .form .error, main .notice.is-bad")).to_have_count(0)
        return self.seen()


def planned(walk: Walk, body: str, day: datetime.date) -> datetime.date:
    """Plans a meeting on the first day from `day` on that is open."""
    for _ in range(14):
        walk.to(body)
        act(walk.page, "plan", day=day.isoformat(), starts="09:00", minutes="90", place="Politigården, mødesal 1")
        if "/body-meetings/" in walk.page.url:
            return day
        day += datetime.timedelta(days=1)
    raise AssertionError("no day was open")


def test_the_seeded_plan_from_a_proposal_to_the_status_that_its_meeting_froze(browser, district, tmp_path):
    # A district of its own: the meeting is in the days to come, and the clock goes there.
    folder = tmp_path / "district"
    shutil.copytree(district.folder, folder, ignore=shutil.ignore_patterns("*-shm", "*.log"))
    database = f"sqlite:{folder / 'demo.sqlite'}"
    with serve(folder, database) as address:
        secretariat, municipality = (Walk(browser, address, role) for role in ("secretariat", "ssp-coordinator"))
        secretariat.to("/plan")
        secretariat.page.locator("main tbody a", has_text="Samarbejdsplan 2025/26").click()
        plan = number(secretariat.page)
        expect(secretariat.seen()).to_contain_text("Version 1")
        secretariat.act("new-version", note="Nyt forslag fra Køge.")
        # From a municipality's proposal, that others point to,
        municipality.to(f"/plan/{plan}/proposals")
        municipality.act("new", title="Knallertkørsel på stierne", body="Borgere føler sig utrygge på stisystemet.")
        proposal = number(municipality.page)
        secretariat.to(f"/plan/proposals/{proposal}")
        secretariat.page.locator("button", has_text="Greve peger også").click()
        expect(secretariat.seen()).to_contain_text("2: Greve, Køge")
        # through the matrix,
        secretariat.to(f"/plan/{plan}/matrix")
        row = secretariat.page.locator("main tbody tr", has_text="Knallertkørsel på stierne")
        expect(row).to_contain_text("Kommuner: 2 (opfyldt fra 2)")
        for cell in row.locator("details").evaluate_all("nodes => nodes.map(node => node.id)"):
            secretariat.act(cell, mark="yes", comment="Drøftet i begge kommuner.")
        expect(row.locator(".badge", has_text="Opfyldt")).to_have_count(3)
        # to a decision and a focus area,
        secretariat.to(f"/plan/proposals/{proposal}")
        secretariat.act("decide", decision="chosen", reason="To kommuner har samme sti.")
        secretariat.page.locator('main a[href^="/plan/areas/"]').first.click()
        expect(secretariat.seen()).to_contain_text("Knallertkørsel på stierne")
        area = number(secretariat.page)
        # and an initiative: chosen, anchored, with an owner and a milestone, under way.
        municipality.to(f"/plan/areas/{area}")
        municipality.act("initiative", title="Fælles kontrol på stien", body="Politi og SSP går sammen.")
        initiative = number(municipality.page)
        secretariat.to(f"/plan/initiatives/{initiative}")
        secretariat.act("to-chosen")
        secretariat.page.locator("#to-anchored > summary").click()
        secretariat.page.locator("#to-anchored-anchor").select_option(label="Lokalråd, Køge")
        secretariat.act("to-anchored")
        secretariat.act("owner", authority="259", position="SSP-konsulent")
        secretariat.act("step", title="Første kontrl", due=(datetime.date.today() + datetime.timedelta(60)).isoformat())
        step = secretariat.page.locator("details[id^=rename-]").get_attribute("id")
        expect(secretariat.act(step, title="Første kontrol")).to_contain_text("milepælens ordlyd rettet")
        secretariat.act("to-running")
        municipality.to(f"/plan/initiatives/{initiative}")
        municipality.act("light", light="green", text="Holdet er sat.")
        secretariat.to(f"/plan/{plan}")
        secretariat.act("propose")
        expect(secretariat.act("adopt", note="Vedtaget på mødet.")).to_contain_text("Version 2")
        # The status is made, and put on the agenda of the kredsråd's meeting.
        secretariat.to("/bodies")
        secretariat.page.locator("tbody th a", has_text="Kredsråd").click()
        body = steps.path_of(secretariat.page)
        day = planned(secretariat, body, datetime.date.today() + datetime.timedelta(days=2))
        meeting = steps.path_of(secretariat.page)
        secretariat.to(f"/plan/{plan}/status")
        secretariat.act("new", title="Status til mødet", meeting=day.isoformat())
        status = number(secretariat.page)
        secretariat.act(
            f"text-{area}", promised="Fælles kontrol.", done="Holdet er sat.", changed="Nyt indsatsområde.")
        secretariat.to(meeting)
        secretariat.act("topic", title="Status på planen", reference=f"status {status}")
        about = secretariat.page.locator(f'#agenda a[href="/plan/status/{status}"]')
        expect(about).to_contain_text("Status til kredsrådet: Status til mødet")
        secretariat.act("send")
        about.click()
        expect(secretariat.page.locator(f'main a[href="{meeting}"]')).to_be_visible()
        for walk in (secretariat, municipality):
            walk.page.context.close()
    # The meeting is held.
    with serve(folder, database, at=f"{day} 13:00:00") as address:
        secretariat = Walk(browser, address, "secretariat")
        secretariat.to(meeting)
        secretariat.page.locator("#attendance > summary").click()
        secretariat.page.locator("#attendance select").first.select_option("present")
        secretariat.page.locator('#attendance [type="submit"]').click()
        secretariat.to(meeting + "/view")
        secretariat.act("minutes", body="Rådet tog status til efterretning.")
        secretariat.to(meeting)
        secretariat.act("hold")
        expect(secretariat.page.locator("main .notice.is-warn")).to_contain_text("Status til mødet")
        secretariat.page.locator("main .notice.is-warn a").click()
        # Areas of the plan that nobody has written of are named, and need the tick.
        secretariat.page.locator("#freeze > summary").click()
        if secretariat.page.locator("#freeze-unwritten").count():
            secretariat.page.locator("#freeze-unwritten").check()
        secretariat.act("freeze")
        expect(secretariat.page.locator("main .notice code")).to_have_text(re.compile("^[0-9a-f]{64}$"))
        part = secretariat.page.locator(".status-area", has_text="Knallertkørsel på stierne")
        expect(part).to_contain_text("Fælles kontrol på stien")
        expect(part).to_contain_text("Første kontrol")
        answer = secretariat.page.request.get(f"/plan/status/{status}/report.pdf")
        assert answer.ok and answer.body().startswith(b"%PDF-")
        secretariat.to(meeting)
        expect(secretariat.page.locator("main .notice.is-warn")).to_have_count(0)
        # The body tells of it all, and the status is read in English too.
        expect(secretariat.to(body + "/history?show=topics")).to_contain_text("emne foreslået")
        page = secretariat.page
        page.goto(f"/plan/status/{status}")
        steps.switch_language(page, "en")
        expect(page.locator("main")).to_contain_text("What is done")
        expect(page.locator(".status-area", has_text="Knallertkørsel på stierne")).to_contain_text("Green")
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
