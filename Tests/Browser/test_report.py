"""The annual report: a number leads to what it counts, small cells are hidden, the downloads say what the page says."""

import csv
import json
import re

import pytest
import steps
from conftest import DESKTOP
from playwright.sync_api import expect

ROLE = "secretariat"
REPORT = "/report/2025"
# The drill-down lists no more than this at once.
MOST_ROWS = 500


@pytest.fixture
def report(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions(ROLE))
    page.goto(REPORT)
    return page


def number(text: str) -> int:
    """A whole number in Danish writing."""
    return int(text.replace(".", ""))


def downloaded(page, ending: str) -> str:
    with page.expect_download() as download:
        page.locator(f'a[href$="report.{ending}"]').click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        return file.read()


def figures(page) -> dict[str, list[dict]]:
    """The figures of the JSON download by id, in the order of the page."""
    found: dict[str, list[dict]] = {}
    for figure in json.loads(downloaded(page, "json"))["figures"]:
        found.setdefault(figure["id"], []).append(figure)
    return found


@pytest.mark.parametrize("figure", ["ukn-screened", "restraining-petitions", "psp-k-persons", "officer-requests-met"])
def test_a_number_leads_to_what_it_counts(report, figure):
    link = report.locator(f"#figure-{figure} .report-number a").first
    counted = number(link.inner_text())

    link.click()

    expect(report).to_have_url(re.compile(rf"{REPORT}/figure/{figure}"))
    expect(report.locator(".page-head .lead")).to_contain_text(re.compile(r"\d"))
    rows = report.locator("main tbody tr").count()
    if figure != "psp-k-persons":
        assert rows == min(counted, MOST_ROWS)
    else:
        # Persons are fewer than the incidents they are in.
        assert rows >= min(counted, MOST_ROWS)


def test_the_cases_behind_a_number_can_be_opened_and_lead_back(report):
    report.locator("#figure-ukn-screened .report-number a").first.click()
    case = report.locator("main tbody a").first
    name = case.inner_text()

    case.click()

    expect(report.locator("h1")).to_have_text(name)
    report.go_back()
    report.locator(".breadcrumb a").first.click()
    expect(report).to_have_url(re.compile(REPORT + "(#|$)"))


def test_small_cells_are_marked_as_hidden_and_explained(report):
    hidden = report.locator(".report-figure .is-hidden")
    assert hidden.count() > 0, "no cell of the small district is hidden"
    assert not [text for text in hidden.all_inner_texts() if re.search(r"\d", text)]
    expect(report.locator("#hidden-note")).to_be_visible()


def test_whoever_may_see_small_numbers_is_told_that_they_are_not_for_publication(report):
    report.locator('a[href*="unsuppressed"]').first.click()

    expect(report.locator(".notice.is-warn")).to_be_visible()
    expect(report.locator(".report-figure .is-hidden")).to_have_count(0)


def test_others_may_not_see_small_numbers(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions("officer"))

    assert page.goto(REPORT + "?unsuppressed=1").status == 403
    page.goto(REPORT)
    expect(page.locator('a[href*="unsuppressed"]')).to_have_count(0)


def test_the_json_download_equals_the_page(report):
    for id, cells in figures(report).items():
        shown = report.locator(f"#figure-{id} .report-number b")
        if shown.count() == 0:
            expect(report.locator(f"#figure-{id} .report-cross")).not_to_have_count(0)
            continue
        assert shown.count() == len(cells), id
        for text, cell in zip(shown.all_inner_texts(), cells, strict=True):
            assert_same(text, cell)


def test_the_cross_tables_of_the_page_equal_the_json_download(report):
    totals = report.locator("#figure-ukn-by-municipality tfoot tr:first-child").all()
    shown = [text for row in totals for text in row.locator("td").all_inner_texts()]
    cells = figures(report)["ukn-by-municipality"]
    assert len(shown) == len(cells)
    for text, cell in zip(shown, cells, strict=True):
        assert_same(text, cell)


def assert_same(text: str, cell: dict) -> None:
    name = (cell["id"], cell.get("variant"), cell.get("group"))
    if cell.get("suppressed"):
        assert "value" not in cell, name
        assert not re.search(r"\d", text), name
    elif cell.get("value") is None:
        assert not re.search(r"\d", text), name
    elif "%" in text:
        decimals = len(text.partition(",")[2].rstrip(" %\u00a0"))
        percent = float(text.rstrip(" %\u00a0").replace(",", "."))
        assert abs(cell["value"] * 100 - percent) <= 0.5 / 10**decimals + 1e-9, name
    elif "," in text:
        measured = float(text.replace("\u2212", "-").replace(",", "."))
        assert abs(cell["value"] - measured) <= 0.005 + 1e-9, name
    else:
        # Of days with their unit.
        assert number(text.partition(" ")[0].partition("\u00a0")[0]) == cell["value"], name


def test_the_csv_download_holds_what_the_json_holds(report):
    rows = [row for row in csv.DictReader(downloaded(report, "csv").splitlines()) if not row["municipality"]]
    for cells in figures(report).values():
        for cell in cells:
            wanted = (cell["id"], cell.get("variant", ""), cell.get("group", ""))
            found = [row for row in rows if (row["figure"], row["variant"], row["group"]) == wanted]
            assert len(found) == 1, wanted
            if cell.get("suppressed"):
                assert (found[0]["value"], found[0]["suppressed"]) == ("", "1"), wanted
            elif cell.get("value") is not None:
                assert abs(float(found[0]["value"]) - cell["value"]) < 1e-4, wanted


def test_another_year_is_chosen(report):
    report.locator("#year").select_option("2024")

    expect(report).to_have_url(re.compile("/report/2024$"))
    assert steps.path_of(report) == "/report/2024"
    expect(report.locator("h1")).to_contain_text("2024")
