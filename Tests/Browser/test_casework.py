"""Work on a case in the browser: tasks, notes, corrections, undo, hand-over, related cases, conflicts, history."""

import people
import pytest
import steps
from conftest import DESKTOP, EXECUTABLE, environment
from people import AGED, OFFENCE, PARENT
from playwright.sync_api import expect

ROLE = "secretariat"


@pytest.fixture(scope="module", autouse=True)
def known_people(district, base_url):
    people.take_in(EXECUTABLE, district.database, district.folder / "casework-people", environment())


@pytest.fixture
def worker(open_page, sessions):
    return open_page(DESKTOP, storage_state=sessions(ROLE))


def open_case(page) -> str:
    """A case of the Youth Crime Board; gives its path."""
    page.goto("/cases/new/ukn")
    page.locator("#new-subject").fill(AGED[12])
    page.locator("#new-offence_date").fill(str(OFFENCE))
    page.locator("#new-category").select_option("person-dangerous")
    page.locator("#new-municipality").select_option("316")
    page.locator('form#new [type="submit"]').click()
    expect(page.locator("#steps")).to_be_visible()
    return steps.path_of(page)


def send(page, form: str, **fields: str) -> None:
    """Opens a form of the page, fills it and sends it."""
    block = page.locator(f"#{form}")
    if block.evaluate("block => block.tagName === 'DETAILS' && !block.open"):
        block.locator("summary").click()
    for name, value in fields.items():
        field = page.locator(f"#{form}-{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    block.locator('[type="submit"]').click()


def test_a_task_is_given_done_and_opened_again(worker, district):
    path = open_case(worker)
    owner = district.login(ROLE).name
    worker.goto(path + "/tasks")
    expect(worker.locator(".empty")).to_be_visible()

    send(worker, "give", title="Ring til skolen", owner=owner, due="2020-01-31")
    card = worker.locator("main article")
    expect(card.locator(".badge.is-overdue")).to_be_visible()

    worker.goto("/tasks")
    row = worker.locator("tbody tr", has=worker.locator(f'a[href="{path}/tasks"]'))
    expect(row).to_contain_text("Ring til skolen")
    expect(row.locator(".badge.is-overdue")).to_be_visible()
    worker.goto(steps.DESK)
    expect(worker.locator('section[aria-labelledby="my-tasks"]')).to_contain_text("Ring til skolen")

    worker.goto(path + "/tasks")
    form = card.locator("details").first.get_attribute("id")
    send(worker, form, remark="Talt med lederen")
    expect(card.locator(".badge.is-met")).to_be_visible()
    send(worker, form.replace("-done", "-reopen"), remark="Ny aftale")
    expect(card.locator(".badge.is-overdue")).to_be_visible()


def test_a_note_is_corrected_and_withdrawn(worker):
    path = open_case(worker)
    worker.goto(path + "/notes")
    send(worker, "write", body="Talt med mor")
    note = worker.locator("main article")
    expect(note).to_contain_text("Talt med mor")
    send(worker, note.locator("details").first.get_attribute("id"), body="Talt med far")
    expect(note).to_contain_text("Talt med far")
    send(worker, note.locator("details").last.get_attribute("id"), reason="Forkert barn")
    expect(note).not_to_contain_text("Talt med far")

    worker.goto(path + "/history?kind=note")
    expect(worker.locator(".log")).to_contain_text("Talt med mor → Talt med far")
    expect(worker.locator(".log")).to_contain_text("Forkert barn")


def test_a_wrong_step_is_undone_and_a_wrong_fact_corrected(worker):
    path = open_case(worker)
    send(worker, "step-screened-out", note="Forkert sag")
    expect(worker.locator("#undo-now")).to_be_visible()
    send(worker, "undo-now", reason="Det var den anden sag")
    expect(worker.locator(".timeline > li")).to_have_count(1)
    expect(worker.locator("#step-screened-out")).to_be_visible()

    worker.goto(path + "/correct")
    send(worker, "correct", category="none", reason="Tastefejl")
    expect(worker.locator(".notice")).to_be_visible()
    worker.goto(path + "/history")
    expect(worker.locator(".log")).to_contain_text("Tastefejl")
    expect(worker.locator(".log")).to_contain_text("Det var den anden sag")


def test_the_slower_of_two_sees_what_the_other_did(worker, open_page, sessions):
    path = open_case(worker)
    slower = open_page(DESKTOP, storage_state=sessions(ROLE))
    slower.goto(path + "/correct")
    send(worker, "step-screened-out", note="Hurtig")
    expect(worker.locator(".timeline > li")).to_have_count(2)

    send(slower, "correct", category="none", reason="Langsom")
    expect(slower.locator("#conflict")).to_contain_text("Hurtig")
    expect(slower.locator("#conflict")).to_contain_text("Langsom")
    expect(slower.locator("#correct-reason")).to_have_value("Langsom")
    # Sent again, knowingly.
    slower.locator('#correct [type="submit"]').click()
    expect(slower.locator("#steps")).to_be_visible()


def test_from_a_follow_up_to_a_referral_in_two_clicks(worker):
    worker.goto("/cases/new/safety-follow-up")
    worker.locator("#new-subject").fill(PARENT)
    worker.locator('form#new [type="submit"]').click()
    follow_up = steps.path_of(worker)

    worker.locator('a[href^="/cases/new/victim-referral?from="]').click()
    expect(worker.locator("form#new")).to_contain_text("Voksen Prøvesen")
    worker.locator('form#new [type="submit"]').click()
    expect(worker.locator('section[aria-labelledby="relations"]')).to_be_visible()
    worker.goto(follow_up + "/related")
    expect(worker.locator("main tbody tr")).to_have_count(1)


def test_a_case_is_released_and_taken_over(worker):
    open_case(worker)
    card = worker.locator("#owner-card")
    card.locator("form:not(.form) [type='submit']").click()
    card.locator("form:not(.form) [type='submit']").click()
    expect(card.locator("form:not(.form) [type='submit']")).to_have_count(1)
