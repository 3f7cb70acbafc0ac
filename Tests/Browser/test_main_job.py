"""The main job: a case is opened, a wrong step is refused with its reason, the right steps lead to the end."""

import re
from datetime import datetime, timedelta

import people
import pytest
import steps
from conftest import DESKTOP, EXECUTABLE, environment
from playwright.sync_api import expect

ROLE = "board-coordinator"
ALERT = 'main [role="alert"]'
CASE = re.compile(r"/cases/\d+(\?|$)")
OFFICER = "Screening 4112"


@pytest.fixture(scope="module", autouse=True)
def known_people(district, base_url):
    people.take_in(EXECUTABLE, district.database, district.folder / "browser-people", environment())


@pytest.fixture
def worker(open_page, sessions):
    return open_page(DESKTOP, storage_state=sessions(ROLE))


def open_case(page, age: int) -> None:
    page.goto("/cases/new/ukn")
    page.locator('[name="party.subject"]').fill(people.AGED[age])
    page.locator('[name="municipality"]').select_option("316")
    page.locator('[name="field.offence_date"]').fill(people.OFFENCE.isoformat())
    page.locator('[name="field.category"]').select_option("person-dangerous")
    page.locator('form#new [type="submit"]').click()
    expect(page).to_have_url(CASE)


def form_of(page, step: str):
    """The form of a step on the case page; opened as a user does, where it is closed."""
    form = page.locator(f'form[action$="/step/{step}"]')
    details = page.locator("details", has=form)
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    expect(form).to_be_visible()
    return form


def take(page, step: str, **fields: str) -> None:
    """Fills a step's form and sends it, whatever comes of it."""
    form = form_of(page, step)
    for code, value in fields.items():
        field = form.locator(f'[name="{code}"], [name="field.{code}"]')
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator('[type="submit"]').click()


def assert_refused(page, *reasons: str) -> None:
    summary = page.locator(ALERT)
    expect(summary).to_be_visible()
    expect(summary.locator("li")).to_have_count(len(reasons))
    for number, reason in enumerate(reasons):
        expect(summary.locator("li").nth(number)).to_contain_text(reason)


def assert_ruled_out(page, step: str, reason: str) -> None:
    """The case itself makes the step impossible: it is named, with why, and without a form."""
    assert step not in next_steps(page)
    expect(page.locator(f"#step-{step}")).to_contain_text(reason)


def assert_taken(page) -> None:
    expect(page).to_have_url(re.compile(r"/cases/\d+\?done="))
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(ALERT)).to_have_count(0)


def next_steps(page) -> set[str]:
    actions = page.locator('#steps form[action*="/step/"]').evaluate_all("forms => forms.map(form => form.action)")
    return {action.rsplit("/", 1)[1] for action in actions}


def test_a_case_goes_from_registration_to_its_end(worker):
    open_case(worker, 12)
    police = worker.locator(".clock").first
    expect(police).to_have_class(re.compile("is-running"))
    assert next_steps(worker) == {"screened-out", "assessed"}

    take(worker, "assessed")
    assert_refused(worker, "Medarbejder, der har screenet")
    field = form_of(worker, "assessed").locator('[name="field.screening_officer"]')
    expect(field).to_have_attribute("aria-invalid", "true")

    take(worker, "assessed", screening_officer=OFFICER, note="Akterne er læst.")
    assert_taken(worker)
    expect(worker.locator(".timeline")).to_contain_text("Akterne er læst.")

    assert_ruled_out(worker, "with-prosecution", "fyldt 15 år, men ikke 18 år")
    expect(police).to_have_class(re.compile("is-running"))

    take(worker, "referred")
    assert_taken(worker)
    expect(police).to_have_class(re.compile("is-met"))
    # The municipality's report and the board's decision.
    expect(worker.locator(".clock.is-running")).to_have_count(2)

    take(worker, "board", board_composition="Dommer, kommunalt ansat, politiansat", board_police_member=OFFICER)
    assert_refused(worker, "kan ikke være politiets medlem af nævnet")
    take(worker, "board", board_police_member="Anna Andersen")
    assert_taken(worker)

    take(worker, "closed", outcome="none")
    assert_taken(worker)
    expect(worker.locator(".clock.is-running")).to_have_count(0)
    assert next_steps(worker) == set()
    expect(worker.locator(".timeline > li")).to_have_count(5)


@pytest.mark.parametrize(
    ("age", "refused", "allowed"),
    [
        (9, ["referred", "with-prosecution"], None),
        (15, ["referred"], "with-prosecution"),
        (18, ["referred", "with-prosecution"], None),
    ],
)
def test_the_age_at_the_offence_decides_where_a_case_may_go(worker, age, refused, allowed):
    open_case(worker, age)
    take(worker, "assessed", screening_officer=OFFICER)
    assert_taken(worker)

    for step in refused:
        assert_ruled_out(worker, step, "på gerningsdagen var fyldt")
    take(worker, allowed or "screened-out")

    assert_taken(worker)
    expect(worker.locator(".clock").first).to_have_class(re.compile("is-met"))


def test_a_refused_step_keeps_what_was_typed(worker):
    open_case(worker, 12)
    tomorrow = (datetime.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")

    take(worker, "assessed", screening_officer=OFFICER, note="En note", at=tomorrow)

    assert_refused(worker, "ligger i fremtiden")
    form = form_of(worker, "assessed")
    expect(form.locator('[name="field.screening_officer"]')).to_have_value(OFFICER)
    expect(form.locator('[name="note"]')).to_have_value("En note")


def test_a_case_is_not_opened_without_what_it_needs(worker):
    worker.goto("/cases/new/ukn")

    worker.locator('form#new [type="submit"]').click()

    # In the order of the page.
    assert_refused(worker, "den person, den handler om", "Gerningsdato")
    assert steps.path_of(worker) == "/cases/new/ukn"


def test_a_clock_is_paused_with_a_reason_and_resumed(worker):
    open_case(worker, 12)
    clock = worker.locator(".clock").first

    def send(action: str, reason: str) -> None:
        form = worker.locator(f'form[action$="/{action}"]')
        details = worker.locator("details", has=form)
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        form.locator("textarea").fill(reason)
        form.locator('[type="submit"]').click()

    send("pause", "")
    assert_refused(worker, "hvorfor fristen sættes på pause")

    send("pause", "Afventer udtalelse")
    assert_taken(worker)
    expect(clock).to_have_class(re.compile("is-paused"))
    expect(worker.locator(".timeline")).to_contain_text("Afventer udtalelse")

    send("resume", "Udtalelsen er kommet")
    assert_taken(worker)
    expect(clock).to_have_class(re.compile("is-running"))


def test_a_party_is_added_and_the_case_handed_over(worker, district):
    open_case(worker, 12)

    worker.locator("#party > summary").click()
    worker.locator("#party-role").select_option("caregiver")
    worker.locator("#party-person").fill(people.PARENT)
    worker.locator('#party [type="submit"]').click()
    assert_taken(worker)
    expect(worker.get_by_role("link", name="Voksen Prøvesen")).to_be_visible()

    officer = district.login("officer").name
    worker.locator("#owner > summary").click()
    worker.locator("#owner-owner").select_option(officer)
    worker.locator('#owner [type="submit"]').click()
    assert_taken(worker)
    expect(worker.locator("#owner-owner")).to_have_value(officer)


def test_the_slower_of_two_users_is_told_and_loses_nothing_typed(worker, open_page, sessions):
    open_case(worker, 12)
    slower = open_page(DESKTOP, storage_state=sessions(ROLE))
    slower.goto(steps.path_of(worker))

    take(worker, "assessed", screening_officer=OFFICER)
    assert_taken(worker)
    take(slower, "screened-out", note="Ikke nok")

    expect(slower.locator(".notice.is-warn")).to_be_visible()
    expect(slower.locator(".timeline > li")).to_have_count(2)
    expect(slower.locator('form[action$="/step/screened-out"] [name="note"]')).to_have_value("Ikke nok")


def test_the_desk_leads_to_a_case_over_its_deadline(worker):
    worker.goto(steps.DESK)

    link = worker.locator('section[aria-labelledby="overdue"] tbody a').first
    number = link.inner_text()
    link.click()

    expect(worker.locator("h1")).to_have_text(number)
    expect(worker.locator(".clock.is-overdue").first).to_be_visible()
