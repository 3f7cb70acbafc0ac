"""The record of a sharing: made by the work itself, listed for the person, and no way into a criminal case."""

import json
from datetime import timedelta

import people
import pytest
import steps
from conftest import DESKTOP, EXECUTABLE, PHONE, environment
from people import PARENT, TODAY
from playwright.sync_api import expect

ALERT = 'main [role="alert"]'


@pytest.fixture(scope="module", autouse=True)
def known_people(district, base_url):
    people.take_in(EXECUTABLE, district.database, district.folder / "disclosure-people", environment())


def ago(days: int) -> str:
    return str(TODAY - timedelta(days=days))


def opened_form(page, action: str):
    form = page.locator(f'form[action$="/{action}"]')
    details = page.locator("details", has=form)
    if details.get_attribute("open") is None:
        details.locator("> summary").click()
    return form


def fill(form, fields: dict[str, str]) -> None:
    for code, value in fields.items():
        field = form.locator(f'[name="field.{code}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


DECISION = {
    "disclosed_kind": "judgment",
    "decision_reference": "4100-777",
    "offence_on": ago(200),
    "decided_on": ago(20),
    "offence_where": "in-area",
    "why_needed": "Trusler mod naboer",
    "disclosed_to": "Driftschefen",
}


def housing_case(page) -> str:
    """A cooperation with a housing association and one resident; gives its path."""
    page.goto("/cases/new/housing")
    form = page.locator("form#new")
    resident = form.locator('[name="party.resident"]')
    closed = form.locator("details:not([open])", has=page.locator('[name="party.resident"]'))
    if closed.count():
        closed.locator("> summary").click()
    resident.fill(PARENT)
    form.locator('[name="municipality"]').select_option("316")
    fill(form, {"area": "Fjordhaven", "association": "Fjordbo"})
    form.locator('[type="submit"]').click()
    expect(page.locator("#steps")).to_be_visible()
    acting = opened_form(page, "step/acting")
    fill(acting, {"effort": "Tryghedsplan", "effort_since": ago(30)})
    acting.locator('[type="submit"]').click()
    expect(page.locator(ALERT)).to_have_count(0)
    return steps.path_of(page)


def disclose(page, **changes: str) -> None:
    form = opened_form(page, "entry/disclosure")
    fill(form, {**DECISION, **changes})
    form.locator('[type="submit"]').click()


def records(page, number: str):
    page.goto("/disclosures?basis=abl63d")
    return page.locator("main tbody tr", has_text=number)


@pytest.mark.parametrize("language,viewport", [("da", DESKTOP), ("en", PHONE)])
def test_a_decision_given_to_a_housing_association_makes_its_record(open_page, sessions, language, viewport):
    page = open_page(viewport, storage_state=sessions("secretariat"))
    page.goto("/")
    steps.switch_language(page, language)
    path = housing_case(page)
    number = page.locator("main h1").inner_text().split()[0]

    # A suspicion is refused, and leaves no record.
    disclose(page, disclosed_kind="suspicion")
    expect(page.locator(ALERT)).to_be_visible()
    assert records(page, number).count() == 0

    page.goto(path)
    disclose(page)
    expect(page.locator(ALERT)).to_have_count(0)
    row = records(page, number)
    expect(row).to_have_count(1)
    row.locator("a").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("4100-777")
    expect(main).to_contain_text("Driftschefen")
    expect(main).to_contain_text("Trusler mod naboer")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    # Nothing in it can be changed; something can be added.
    page.locator("#text").fill("Journalnummeret er 4100-778")
    page.locator('form:has(#text) [type="submit"]').click()
    expect(main).to_contain_text("Journalnummeret er 4100-778")
    expect(main).to_contain_text("4100-777")


def test_everything_shared_about_a_person_is_listed_and_no_investigation_gets_it(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions("secretariat"))
    housing_case(page)
    disclose(page)
    expect(page.locator(ALERT)).to_have_count(0)
    person = page.locator('main a[href^="/persons/"]').first.get_attribute("href").split("?")[0]

    page.goto(person + "/disclosures")
    expect(page.locator("main")).not_to_contain_text("4100-777")
    page.locator("#purpose").select_option("investigation")
    page.locator('main form [type="submit"]').first.click()
    expect(page.locator(ALERT)).to_contain_text("§ 115")
    expect(page.locator("main")).not_to_contain_text("4100-777")

    page.locator("#purpose").select_option("access")
    page.locator('main form [type="submit"]').first.click()
    expect(page.locator("main")).to_contain_text("4100-777")
    shown = page.locator("main section.card h2 a").count()
    with page.expect_download() as download:
        page.locator('button[value="json"]').click()
    listed = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert listed["format"] == "kreds-disclosures-1" and listed["purpose"] == "access"
    assert len(listed["disclosures"]) == shown >= 1
    assert all(one["onward"] for one in listed["disclosures"])
    with page.expect_download() as download:
        page.locator('button[value="csv"]').click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",restriction") and len(lines) == 1 + shown


def test_the_list_is_taken_out_for_a_lawful_purpose_alone(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions("leader"))
    page.goto("/disclosures/export?basis=abl63d")
    page.locator("#purpose").select_option("investigation")
    page.locator('main form [type="submit"]').first.click()
    expect(page.locator(ALERT)).to_contain_text("§ 804")
    page.locator("#purpose").select_option("supervision")
    with page.expect_download() as download:
        page.locator('main form [type="submit"]').first.click()
    assert "restriction" in download.value.path().read_text(encoding="utf-8").splitlines()[0]


def test_a_psp_k_case_is_not_tied_to_one_of_the_youth_crime_board(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions("secretariat"))
    page.goto("/cases?programme=psp-k&state=open")
    page.goto(page.locator("main tbody a").first.get_attribute("href"))
    psp = page.locator("main h1").inner_text().split()[0]
    page.goto("/cases?programme=ukn&state=open")
    page.goto(page.locator("main tbody a").first.get_attribute("href").split("?")[0] + "/related")
    form = page.locator("#relate")
    if form.evaluate("block => block.tagName === 'DETAILS' && !block.open"):
        form.locator("summary").click()
    page.locator("#relate-kind").select_option("concerns")
    page.locator("#relate-number").fill(psp)
    form.locator('[type="submit"]').click()
    expect(page.locator(ALERT)).to_contain_text("§ 115")
