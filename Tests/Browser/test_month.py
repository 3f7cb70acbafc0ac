"""A whole month of a PSP-K practice group: six users of five authorities, from the proposal of an item to its deletion, and at
each step what each of them can see and cannot. The server is started anew on each day that the month speaks of."""

import json
import subprocess
from contextlib import contextmanager

import pytest
import steps
from conftest import DESKTOP, environment, kreds, serve
from playwright.sync_api import expect

PASSWORD = "gul-traktor-mange-skov-81"
# Account: authority, role, name.
PEOPLE = {
    "formand": ("police", "secretariat", "Formand Prøve"),
    "betjent": ("police", "officer", "Betjent Prøve"),
    "koege": ("259", "social-worker", "Rådgiver Køge"),
    "psykiatri": ("psychiatry", "psp-k-member", "Psykiatri Prøve"),
    "forsorg": ("prison-service", "psp-k-member", "Kriminalforsorg Prøve"),
    "roskilde": ("265", "social-worker", "Rådgiver Roskilde"),
}
MEMBERS = ["betjent", "koege", "psykiatri", "forsorg"]
# Two items: one about somebody in the register, one about somebody whom the municipality knows.
HEALTH = "Er i ambulant behandling hos os"
HOUSING = "Er varslet ud af sin bolig"
RELEASE = "Har fået støtte i egen bolig"


class Month:
    """The district on one day of the month."""

    def __init__(self, browser, address):
        self.browser, self.address, self.pages = browser, address, {}

    def page(self, name):
        if name not in self.pages:
            context = self.browser.new_context(base_url=self.address, viewport=DESKTOP, locale="da-DK")
            context.set_default_timeout(15_000)
            page = context.new_page()
            steps.sign_in(page, name, PASSWORD)
            self.pages[name] = page
        return self.pages[name]

    def status(self, name, path):
        return self.page(name).goto(path).status

    def reads(self, name, path, text):
        """Whether somebody finds a text on a page; a page that is not there holds none."""
        page = self.page(name)
        return page.goto(path).status == 200 and text in page.locator("main").inner_text()

    def send(self, name, form):
        page = self.page(name)
        page.locator(f"{form} [type=submit]").last.click()
        alerts = page.locator('main [role="alert"]')
        assert alerts.count() == 0, alerts.inner_text()
        return steps.path_of(page)

    def close(self):
        for page in self.pages.values():
            page.context.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("month")
    run(folder, "migrate")
    persons = folder / "in"
    persons.mkdir()
    (persons / "persons.csv").write_text(
        "person_id,given_names,family_name,birth_date,sex,municipality\nMONTH-1,Karl,Prøvesen,1985-05-01,M,259\n",
        encoding="utf-8",
    )
    run(folder, "import", str(persons), "--source", "month")
    for name, (authority, role, shown) in PEOPLE.items():
        options = ["--authority", authority, "--role", role, "--display-name", shown, "--without-second-factor"]
        unit = ["--unit", "sector-oest"] if role == "officer" else []
        run(folder, "user", "add", name, *options, *unit, password=PASSWORD)
    return folder


def database(folder):
    return f"sqlite:{folder / 'kreds.sqlite'}"


def run(folder, *command, at="2026-11-01 08:00:00", password=None):
    more = {"KREDS_PASSWORD": password} if password else {}
    done = subprocess.run(
        kreds(*command, "--database", database(folder), at=at),
        cwd=folder,
        env=environment() | more,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def on(browser, folder):
    """`with on("2026-11-02 08:00:00") as month:` the district as served from then on."""

    @contextmanager
    def on(at):
        with serve(folder, database(folder), at=at) as address:
            month = Month(browser, address)
            try:
                yield month
            finally:
                month.close()

    return on


def set_up(month):
    """The chair sets the group up, and plans its meeting for 16 November, 9:00; gives both addresses."""
    chair = month.page("formand")
    chair.goto("/forums/new")
    chair.locator("#forum-kind").select_option("psp-k")
    chair.locator("#forum-municipality").select_option("259")
    chair.locator("#forum-purpose").fill("Fælles indsats for socialt udsatte voksne")
    forum = month.send("formand", "#forum")
    for name in ["formand", *MEMBERS]:
        chair.locator("#seat summary").click()
        chair.locator("#seat-account").select_option(name)
        if name == "formand":
            chair.locator("#seat-chair").check()
        month.send("formand", "#seat")
    # Whoever works in another municipality is not offered a seat.
    chair.locator("#seat summary").click()
    assert "roskilde" not in chair.locator("#seat-account").inner_html()

    chair.goto(f"{forum}/meetings")
    chair.locator("#plan summary").click()
    chair.locator("#plan-day").fill("2026-11-16")
    chair.locator("#plan-starts").fill("9.00")
    chair.locator("#plan-minutes").fill("90")
    chair.locator("#plan-place").fill("Lokale 3")
    month.send("formand", "#plan")
    chair.goto(f"{forum}/meetings")
    return forum, chair.locator('section[aria-labelledby="coming"] tbody a').first.get_attribute("href")


def propose(month, name, forum, fields):
    page = month.page(name)
    page.goto(f"{forum}/propose")
    for field, value in fields.items():
        page.locator(f"#propose-{field}").fill(value)
    return month.send(name, "#propose")


def judge(month, item, participants):
    page = month.page("formand")
    page.goto(item)
    page.locator("#judge-judgement").select_option("relevant")
    for box in page.locator('input[id^="judge-participants-"]').all():
        box.set_checked(box.get_attribute("id").removeprefix("judge-participants-") in participants)
    month.send("formand", "#judge")


def share(month, name, item, text, part, recipients):
    page = month.page(name)
    page.goto(item)
    page.locator("#share-body").fill(text)
    page.locator(f"#share-parts-{part}").check()
    for box in page.locator('input[id^="share-recipients-"]').all():
        box.set_checked(box.get_attribute("id").removeprefix("share-recipients-") in recipients)
    page.locator("#share-necessity").fill("Uden det kan ingen af os hjælpe")
    page.locator("#share-why_not_less").fill("Mindre siger ikke, hvad der skal til")
    month.send(name, "#share")


def who_sees(month, path):
    return {name for name in PEOPLE if month.status(name, path) == 200}


def who_reads(month, path, text):
    return {name for name in PEOPLE if month.reads(name, path, text)}


def on_screen(month, meeting, number):
    page = month.page("formand")
    page.goto(f"{meeting}/view")
    while number not in page.locator(".on-screen h1").inner_text():
        page.locator(".screen-nav a[rel='next']").click()
    return page


def act(month, form, fields=None):
    """A form of the chair on the screen of the room."""
    page = month.page("formand")
    if page.locator(f"details#{form}").count():
        page.locator(f"details#{form} summary").click()
    for field, value in (fields or {}).items():
        control = page.locator(f"#{form}-{field}")
        control.select_option(value) if control.evaluate("e => e.tagName") == "SELECT" else control.fill(value)
    month.send("formand", f"#{form}")


def test_a_month_of_a_practice_group(on, folder):
    with on("2026-11-02 08:00:00") as month:
        forum, meeting = set_up(month)
        assert who_sees(month, forum) == {"formand", *MEMBERS}
        assert who_sees(month, meeting) == {"formand", *MEMBERS}

        first = propose(
            month, "betjent", forum,
            {"person": "MONTH-1", "reason": "Mange opkald om natten", "question": "Er han i behandling?"})
        second = propose(
            month, "koege", forum,
            {"name": "Anna Prøve", "cpr": "610190-0008", "reason": "Løslades i næste måned", "question": "Hvor skal hun bo?"})
        # Until the chair has judged them, only proposer and chair know of them.
        assert who_sees(month, first) == {"formand", "betjent"}
        assert who_sees(month, second) == {"formand", "koege"}
        judge(month, first, {"formand", "betjent", "koege", "psykiatri"})
        judge(month, second, {"formand", "koege", "forsorg"})
        assert who_sees(month, first) == {"formand", "betjent", "koege", "psykiatri"}
        assert who_sees(month, second) == {"formand", "koege", "forsorg"}
        assert who_reads(month, forum, "Prøvesen") == {"formand", "betjent", "koege", "psykiatri"}
        assert who_reads(month, forum, "Anna Prøve") == {"formand", "koege", "forsorg"}
        # Nothing of it is in the register's pages for those outside the police.
        assert month.status("roskilde", first) == 404

    with on("2026-11-05 08:00:00") as month:
        share(month, "psykiatri", first, HEALTH, "health", {"koege", "formand"})
        share(month, "koege", first, HOUSING, "housing", {"psykiatri", "formand", "betjent"})
        share(month, "koege", second, RELEASE, "efforts", {"forsorg", "formand"})
        prison = month.page("forsorg")
        prison.goto(second)
        prison.locator('form[action$="/decline"] [type=submit]').click()
        expect(prison.locator("#participants ~ ul, ul.filter-list").first).to_contain_text("Afslået")
        # The agenda is not sent: each reads their own alone.
        assert who_reads(month, first, HEALTH) == {"psykiatri"}
        assert who_reads(month, first, HOUSING) == {"koege"}
        assert who_reads(month, second, RELEASE) == {"koege"}

    with on("2026-11-09 08:00:00") as month:
        chair = month.page("formand")
        chair.goto(meeting)
        month.send("formand", "#send")
        assert who_reads(month, first, HEALTH) == {"psykiatri", "koege", "formand"}
        assert who_reads(month, first, HOUSING) == {"koege", "psykiatri", "formand", "betjent"}
        assert who_reads(month, second, RELEASE) == {"koege", "forsorg", "formand"}
        number = {path: chair.goto(path) and chair.locator("h1").inner_text() for path in (first, second)}
        assert who_reads(month, meeting, number[first]) == {"formand", "betjent", "koege", "psykiatri"}
        assert who_reads(month, meeting, number[second]) == {"formand", "koege", "forsorg"}

    with on("2026-11-16 08:00:00") as month:
        page = month.page("formand")
        page.goto(meeting)
        page.locator("#room summary").click()
        for name in ("betjent", "koege", "psykiatri", "forsorg"):
            page.locator(f"#room-room-{name}").check()
        month.send("formand", "#room")
        page = on_screen(month, meeting, number[first])
        # The prison service takes no part in it: nothing is done before they have left.
        expect(page.locator("#outsiders")).to_contain_text("Kriminalforsorg Prøve")
        expect(page.locator("#work form")).to_have_count(0)
        page.locator("#outsiders [type=submit]").click()
        expect(page.locator("#outsiders")).to_have_count(0)
        expect(page.locator("#away")).to_contain_text("Kriminalforsorg Prøve")
        # The room sees no name before somebody asks for it, and never the other item.
        expect(page.locator("main")).not_to_contain_text("Prøvesen")
        expect(page.locator("main")).not_to_contain_text(HEALTH)
        act(month, "attendance", {name: "present" for name in ("formand", "betjent", "koege", "psykiatri")})
        act(month, "minutes", {"body": "Gruppen aftalte en fast kontaktperson."})
        act(month, "agree", {"body": "Fast kontaktperson", "owner": "koege", "due": "2026-12-01"})
        act(month, "discussed")
        act(month, "close", {"remark": "Indsatsen er i gang"})
        on_screen(month, meeting, number[second])
        # Now the officer and psychiatry leave.
        expect(page.locator("#outsiders li")).to_have_count(2)
        page.locator("#outsiders [type=submit]").click()
        act(month, "attendance", {"formand": "present", "koege": "present", "forsorg": "excused"})
        act(month, "minutes", {"body": "Boligen er på plads."})
        act(month, "discussed")
        act(month, "follow-up", {"day": "2026-12-14"})
        assert month.status("psykiatri", f"{meeting}/view?item={second.split('/')[-1]}") == 404
        page.goto(meeting)
        month.send("formand", "#hold")
        month.send("formand", "#send-minutes")
        # What was shared lies open until the minutes are approved; of an item that is closed, no longer.
        assert who_reads(month, second, RELEASE) == {"koege", "forsorg", "formand"}
        assert who_reads(month, first, HEALTH) == {"psykiatri"}

    with on("2026-11-20 08:00:00") as month:
        for name in ("koege", "psykiatri"):
            month.page(name).goto(meeting)
            month.send(name, "#answer")
        chair = month.page("formand")
        chair.goto(meeting)
        # The officer took part as well, and has not answered: the chair says so openly.
        expect(chair.locator("#approve")).to_contain_text("Betjent Prøve")
        chair.locator("#approve-unanswered").check()
        month.send("formand", "#approve")
        assert who_reads(month, second, RELEASE) == {"koege"}
        minutes = f"{meeting}/minutes"
        assert who_reads(month, minutes, "fast kontaktperson") == {"formand", "betjent", "koege", "psykiatri"}
        assert who_reads(month, minutes, "Boligen er på plads") == {"formand", "koege", "forsorg"}
        assert who_reads(month, minutes, "Må ikke bruges til efterforskning") == set(PEOPLE) - {"roskilde"}
        assert who_reads(month, "/forum-actions", "Fast kontaktperson") == {"koege"}
        assert who_reads(month, f"{forum}/actions", "Fast kontaktperson") == {"formand"}
        # The item says what its meeting said, to those who took part in it then; whoever is let in now does not read it.
        assert who_reads(month, second, "Boligen er på plads") == {"formand", "koege", "forsorg"}
        chair.goto(second)
        chair.locator("#join summary").click()
        chair.locator("#join-participants-betjent").check()
        month.send("formand", "#join")
        assert "betjent" in who_sees(month, second)
        assert who_reads(month, second, "Boligen er på plads") == {"formand", "koege", "forsorg"}
        assert who_reads(month, minutes, "Boligen er på plads") == {"formand", "koege", "forsorg"}

    listed = json.loads(
        run(folder, "person", "disclosures", "MONTH-1", "--purpose", "access", "--json", at="2026-12-07 08:00:00"))
    said = [
        (one["outcome"], one["giver"]["name"], sorted(each["name"] for each in one["recipients"]))
        for one in listed["disclosures"]
    ]
    # What the proposer wrote is shared by the chair's judgement; then what each has shared.
    assert said == [
        ("given", "Betjent Prøve", ["Psykiatri Prøve", "Rådgiver Køge"]),
        ("given", "Psykiatri Prøve", ["Formand Prøve", "Rådgiver Køge"]),
        ("given", "Rådgiver Køge", ["Betjent Prøve", "Formand Prøve", "Psykiatri Prøve"]),
    ]
    assert json.loads(run(folder, "audit", "verify", "--json", at="2026-12-07 08:00:00"))["valid"]

    with on("2027-06-01 08:00:00") as month:
        page = month.page("formand")
        page.goto(f"{forum}/reviews")
        expect(page.locator("main")).to_contain_text(number[first])
        page.locator('details:has(form[action$="/delete"]) summary').first.click()
        page.locator('form[action$="/delete"] [type=submit]').first.click()
        assert who_sees(month, first) == set()
    again = json.loads(
        run(folder, "person", "disclosures", "MONTH-1", "--purpose", "access", "--json", at="2027-06-02 08:00:00"))
    assert len(again["disclosures"]) == 3, "the proof of what was shared stays"
