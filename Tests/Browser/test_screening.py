"""Socialsøg: what a hit's page shows, and that a person decides with a reason.

Every test decides on another open hit: a decision stays.
"""

import re

import pytest
import steps
from conftest import DESKTOP
from playwright.sync_api import expect

ROLE = "screener"
ALERT = 'main [role="alert"]'
REASON = "Hændelserne ligger tæt, og kommunen kender ikke familien."


@pytest.fixture
def hit(open_page, sessions):
    """The page of an open hit."""
    page = open_page(DESKTOP, storage_state=sessions(ROLE))
    page.goto("/screening")
    page.locator("main tbody a").first.click()
    expect(page.locator("#decide")).to_be_visible()
    return page


def decide(page, decision: str | None, reason: str) -> None:
    """Sends the form; the browser's own check of required fields stands aside, so that the site's is met."""
    form = page.locator("#decide form")
    form.evaluate("form => { form.noValidate = true }")
    if decision:
        form.locator(f'[value="{decision}"]').check()
    form.locator("textarea").fill(reason)
    form.locator('[type="submit"]').click()


def incident_dates(page) -> list[str]:
    return page.locator("table.data").first.locator("tbody time").all_inner_texts()


def test_a_hit_shows_incidents_on_a_time_axis_the_family_and_the_rule(hit):
    axis = hit.locator("figure.chart svg")
    expect(axis).to_be_visible()
    dates = incident_dates(hit)
    assert dates, "no incident is listed"
    for number in range(1, len(dates) + 1):
        expect(axis.get_by_text(str(number), exact=True).first).to_be_visible()

    heading = hit.locator("h1").inner_text()
    rule = hit.locator("section.card").first
    expect(rule).to_contain_text("omsorgsperson" if "til stede" not in heading else "barnet selv")
    expect(rule.locator("dd", has_text=re.compile(r"^\d+, gælder fra \d\d\.\d\d\.\d{4}$"))).to_have_count(1)

    family = hit.locator("section.card", has=hit.get_by_role("heading", name="Familie", exact=True))
    child = hit.locator(".page-head .lead a").inner_text()
    expect(family.locator("svg")).to_be_visible()
    expect(family.locator("svg")).to_contain_text(child)
    family.locator("summary").click()
    expect(family.locator("table").first).to_be_visible()


def test_a_hit_shows_no_score_and_no_rank(hit):
    for word in ["score", "point", "rang", "sandsynlighed", "%"]:
        expect(hit.locator("main")).not_to_contain_text(re.compile(rf"\b{word}\b" if word.isalpha() else word))


@pytest.mark.parametrize("decision", ["report", "no-report"])
def test_a_decision_needs_a_reason(hit, decision):
    address = steps.path_of(hit)

    decide(hit, decision, "   ")

    expect(hit.locator(ALERT)).to_contain_text("begrundelsen")
    expect(hit.locator(f'#decide [value="{decision}"]')).to_be_checked()
    expect(hit.locator("#reason")).to_have_attribute("aria-invalid", "true")
    hit.goto(address)
    expect(hit.locator("#decide")).to_be_visible()


def test_a_reason_needs_a_decision(hit):
    decide(hit, None, REASON)

    expect(hit.locator(ALERT)).to_be_visible()
    expect(hit.locator("#reason")).to_have_value(REASON)


def test_report_opens_a_draft_with_the_facts_that_a_person_must_assess(hit):
    address = steps.path_of(hit)
    dates = incident_dates(hit)
    child = hit.locator(".page-head .lead a").inner_text()

    decide(hit, "report", REASON)

    expect(hit).to_have_url(re.compile(r"/cases/\d+\?done=report-opened"))
    draft = steps.path_of(hit)
    facts = hit.locator("dl.facts").first
    for date in dates:
        expect(facts).to_contain_text(date)
    expect(hit.get_by_role("link", name=child)).to_be_visible()
    expect(facts).to_contain_text("Socialsøg")

    form = hit.locator('form[action$="/step/sent"]')
    hit.locator("details", has=form).locator("summary").click()
    expect(form.locator('[name="field.assessment"]')).to_have_value("")
    form.locator('[name="field.recipient_authority"]').select_option("municipality")
    form.locator('[type="submit"]').click()
    expect(hit.locator(ALERT)).to_contain_text("Vurdering")

    form.locator('[name="field.assessment"]').fill("Barnet har efter min vurdering brug for støtte.")
    form.locator('[type="submit"]').click()
    expect(hit).to_have_url(re.compile(rf"{draft}\?done="))

    hit.goto(address)
    expect(hit.locator("#decide")).to_have_count(0)
    expect(hit.locator("#decisions .timeline")).to_contain_text(REASON)
    expect(hit.locator(f'#decisions .timeline a[href="{draft}"]')).to_be_visible()


def test_no_report_is_kept_with_its_reason_and_leaves_the_list(hit):
    address = steps.path_of(hit)

    decide(hit, "no-report", REASON)

    expect(hit).to_have_url(re.compile(rf"{address}\?done="))
    expect(hit.locator("#decisions .timeline")).to_contain_text(REASON)
    hit.goto("/screening")
    expect(hit.locator(f'main tbody a[href="{address}"]')).to_have_count(0)
    hit.goto("/screening?state=no-report")
    expect(hit.locator(f'main tbody a[href="{address}"]')).to_be_visible()


def test_socialsog_runs_again_and_keeps_what_was_decided(hit):
    address = steps.path_of(hit)
    decide(hit, "no-report", REASON)
    expect(hit).to_have_url(re.compile(r"\?done="))

    hit.goto("/screening")
    hit.locator('form[action="/screening/run"] [type="submit"]').first.click()

    expect(hit.locator("#run:not([data-poll])")).to_contain_text("0 nye")
    hit.goto(address)
    expect(hit.locator("#decide")).to_have_count(0)
