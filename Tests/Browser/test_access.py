"""What a role must not reach: the sealed programme for others, cases for those who run the system."""

import re

import pytest
import steps
from conftest import DESKTOP
from playwright.sync_api import expect

OUTSIDE = [
    "officer", "sector-leader", "secretariat", "screener", "board-coordinator", "specialised-team", "parish-officer",
    "ssp-coordinator", "social-worker", "psp-k-member", "mediator", "counsellor", "leader",
]
# Those who see most of all the others.
WIDEST = ["secretariat", "leader"]
WITHOUT_REPORT = ["parish-officer", "mediator", "counsellor"]
WITHOUT_CASES = ["administrator", "data-protection-officer", "plan-secretariat"]
SEALED_PATHS = ["/cases?programme=exit", "/cases/board/exit", "/cases/new/exit", "/programmes/exit"]
CASE_PATHS = ["/cases", "/cases/board/ukn", "/cases/new", "/cases/1", "/persons", "/screening", "/programmes"]
UNKNOWN_NUMBER = "EXI-1999-999999"


@pytest.fixture
def as_role(open_page, sessions):
    return lambda role: open_page(DESKTOP, storage_state=sessions(role))


@pytest.fixture
def sealed(as_role):
    """Number and path of a sealed case, as its own team finds it."""
    page = as_role("exit-team")
    page.goto("/cases?programme=exit")
    link = page.locator("main tbody a").first
    return link.inner_text(), link.get_attribute("href")


def test_the_exit_team_finds_its_programme_everywhere(as_role, sealed):
    number, path = sealed
    page = as_role("exit-team")
    for each in [*SEALED_PATHS, path]:
        assert page.goto(each).status == 200, each

    page.goto("/cases?q=" + number)

    assert steps.path_of(page) == path


@pytest.mark.parametrize("role", OUTSIDE)
def test_the_sealed_programme_does_not_exist_for_others(as_role, sealed, role):
    number, path = sealed
    page = as_role(role)
    for each in [*SEALED_PATHS, path, f"{path}/step/follow-up"]:
        assert page.goto(each).status == 404, each
    # Who does not read the report is refused all of it alike.
    refused = 403 if role in WITHOUT_REPORT else 404
    assert page.goto("/report/2025/figure/exit-completed").status == refused

    for each in ["/", "/cases", "/cases/new", "/cases/board/ukn", "/programmes"]:
        page.goto(each)
        expect(page.locator('a[href*="exit"], option[value="exit"], a[href^="' + path + '"]')).to_have_count(0)


@pytest.mark.parametrize("role", WIDEST)
def test_a_sealed_number_is_answered_like_one_that_was_never_given(as_role, sealed, role):
    number, _ = sealed
    page = as_role(role)

    def answer(searched: str) -> str:
        page.goto("/cases")
        page.locator("#q").fill(searched)
        page.locator("#q").press("Enter")
        expect(page).to_have_url(re.compile("q=" + searched))
        return page.locator(".notice").inner_text().replace(searched, "…")

    assert answer(number) == answer(UNKNOWN_NUMBER)


@pytest.mark.parametrize("role", WIDEST)
def test_a_sealed_case_is_not_on_the_page_of_its_person(as_role, sealed, role):
    number, path = sealed
    team = as_role("exit-team")
    team.goto(path)
    person = team.locator('a[href^="/persons/"]').first.get_attribute("href").split("?")[0]
    team.goto(person + "?purpose=case")
    expect(team.get_by_role("link", name=number)).to_be_visible()

    page = as_role(role)
    page.goto(person + "?purpose=case")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(re.compile("exit|EXI-", re.IGNORECASE))


@pytest.mark.parametrize("role", WITHOUT_CASES)
def test_those_without_cases_reach_no_personal_data(as_role, role):
    page = as_role(role)
    for each in CASE_PATHS:
        assert page.goto(each).status == 403, each
        expect(page.locator("main")).not_to_contain_text(re.compile(r"[A-Z]{3}-\d{4}-\d{6}"))

    page.goto(steps.DESK)
    expect(page.locator('a[href^="/cases"], a[href^="/persons"], a[href^="/screening"]')).to_have_count(0)


@pytest.mark.parametrize("role", WITHOUT_CASES)
def test_those_without_cases_read_the_report_without_links_to_records(as_role, role):
    page = as_role(role)

    assert page.goto("/report/2025").status == 200

    expect(page.locator('main a[href*="/figure/"]')).to_have_count(0)
    assert page.goto("/report/2025/figure/ukn-screened").status == 403


def test_only_a_screener_and_a_leader_reach_socialsog(as_role):
    for role in [*OUTSIDE, "exit-team"]:
        wanted = 200 if role in ("screener", "leader") else 403
        assert as_role(role).goto("/screening").status == wanted, role
