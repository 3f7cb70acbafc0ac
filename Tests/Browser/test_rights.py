"""The rights of the person: a request is answered with a part withheld, and a deletion goes through two hands."""

import json
import subprocess

import pytest
import steps
from conftest import DESKTOP, EXECUTABLE, PHONE, environment
from playwright.sync_api import expect

SOURCE = "browser-rights"
LANGUAGES = ["da", "en"]


@pytest.fixture(scope="module", autouse=True)
def known(district, base_url):
    """For each language somebody with a case that was over its time long before the demo begins, and somebody newer."""
    folder = district.folder / "browser-rights"
    folder.mkdir()
    persons = ["person_id,given_names,family_name,birth_date"]
    cases = []
    for number, language in enumerate([*LANGUAGES, "newest"]):
        persons.append(f"RIGHTS-{language},Åse,Rettighed,1980-01-01")
        events = [{"stage": "offered", "at": f"200{number}-01-02"}, {"stage": "declined", "at": f"200{number}-01-03"}]
        cases.append({
            "id": f"RIGHTS-{language}", "programme": "victim-referral", "events": events if language != "newest" else events[:1],
            "parties": [{"person": f"RIGHTS-{language}", "role": "subject"}],
        })
        cases.append({
            "id": f"RIGHTS-OPEN-{language}", "programme": "social-report", "fields": {"origin": "patrol", "facts": "Hemmelig"},
            "parties": [{"person": "RIGHTS-newest", "role": "subject"}], "events": [{"stage": "draft", "at": "2024-01-02"}],
        })
    (folder / "persons.csv").write_text("\n".join(persons) + "\n")
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    subprocess.run(
        [EXECUTABLE, "import", folder, "--source", SOURCE, "--database", district.database], cwd=district.folder,
        env=environment(), check=True, capture_output=True, timeout=120)


def signed_in(open_page, sessions, role, viewport, language):
    page = open_page(viewport, storage_state=sessions(role))
    page.goto("/")
    steps.switch_language(page, language)
    return page


def fits(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_is_registered_restricted_and_answered(open_page, sessions, language):
    page = signed_in(open_page, sessions, "secretariat", PHONE, language)
    page.goto("/access/new")
    page.locator("#person").fill("RIGHTS-newest")
    page.locator("#requested-by").fill("Personen selv")
    page.locator('main form [type="submit"]').click()
    expect(page.locator("#restrict")).to_be_visible()
    fits(page)
    expect(page.locator("main")).to_contain_text("Hemmelig")
    page.locator("#part").select_option("cases.social-report")
    page.locator("#ground").select_option("prevention")
    page.locator("#reason").fill("Vil skade arbejdet")
    page.locator('[name="silent"]').check()
    page.locator('form[action$="/restrict"] [type="submit"]').click()
    expect(page.locator("#withheld")).to_contain_text("Vil skade arbejdet")
    page.locator('form[action$="/answer"] [type="submit"]').click()
    page.locator('#answer a[href$="/answer"]').click()
    expect(page.locator("h1")).to_be_visible()
    text = page.locator("main").inner_text()
    assert "Rettighed" in text and "Hemmelig" not in text and "Vil skade" not in text and "SOC-" not in text
    fits(page)
    assert steps.language_of(page) == language


@pytest.mark.parametrize("language,day", [("da", "2000-12-31"), ("en", "2001-12-31")])
def test_a_deletion_is_proposed_approved_by_another_and_run(open_page, sessions, language, day):
    page = signed_in(open_page, sessions, "secretariat", PHONE, language)
    page.goto(f"/retention?as-of={day}")
    fits(page)
    page.locator("#propose [type='submit']").click()
    expect(page.locator("#approve")).to_be_visible()
    expect(page.locator("#count")).to_have_count(0)
    fits(page)
    address = steps.path_of(page)

    other = signed_in(open_page, sessions, "leader", DESKTOP, language)
    other.goto(address)
    other.locator("#count").fill("7")
    other.locator('form[action$="/approve"] [type="submit"]').click()
    expect(other.locator("#count-error")).to_be_visible()
    # The case, and whoever it was about.
    expect(other.locator("table.data").last.locator("tbody tr")).to_have_count(2)
    other.locator("#count").fill("2")
    other.locator('form[action$="/approve"] [type="submit"]').click()
    expect(other.locator("#approve")).to_have_count(0)
    other.locator('form[action$="/run"] [type="submit"]').click()
    expect(other.locator("#deletion form")).to_have_count(0)

    def is_done():
        other.goto(address)
        return {"da": "Gennemført", "en": "Carried out"}[language] in other.locator(".page-head").inner_text()

    for _ in range(40):
        if is_done():
            break
        other.wait_for_timeout(250)
    assert is_done()
    gone = {"da": "Slettet", "en": "Deleted"}[language]
    expect(other.locator("#progress tbody tr").filter(has_text=gone)).to_have_count(2)
    other.goto("/persons")
    assert steps.language_of(other) == language
