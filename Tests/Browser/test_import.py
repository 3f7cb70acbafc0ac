"""The import page: upload, progress to the end, rejected rows with line and reason, and their download."""

import csv
import re

import pytest
from conftest import DESKTOP
from playwright.sync_api import expect

ROLE = "secretariat"
ALERT = 'main [role="alert"]'
ACCEPTED = [f"BROWSER-IMPORT-{number},Indlæst,Prøvesen,1980-01-0{number},U,316" for number in (1, 2)]
BAD = "BROWSER-IMPORT-3,Afvist,Prøvesen,1980-02-31,U,316"


@pytest.fixture
def page(open_page, sessions):
    page = open_page(DESKTOP, storage_state=sessions(ROLE))
    page.goto("/import")
    return page


@pytest.fixture
def folder(tmp_path):
    """A small folder with one bad row, in line 3."""
    rows = ["person_id,given_names,family_name,birth_date,sex,municipality", ACCEPTED[0], BAD, ACCEPTED[1]]
    (tmp_path / "persons.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def upload(page, source: str, *files) -> None:
    page.goto("/import")
    page.locator("#source").fill(source)
    page.locator("#files").set_input_files(list(files))
    page.locator('form[action="/import/upload"] [type="submit"]').click()


def assert_ended(page) -> None:
    expect(page).to_have_url(re.compile(r"/import/\d+$"))
    expect(page.locator("#import:not([data-poll]) .notice")).to_be_visible()


def counts(page, file: str) -> list[str]:
    """Read, new, changed, unchanged and rejected rows of a file."""
    return page.get_by_role("row").filter(has=page.get_by_text(file, exact=True)).get_by_role("cell").all_inner_texts()


def test_an_upload_ends_with_its_rejected_row_line_and_reason(page, folder):
    upload(page, "browser-import", folder / "persons.csv")

    assert_ended(page)
    assert counts(page, "persons.csv") == ["3", "2", "0", "0", "1"]
    rejected = page.get_by_role("row").filter(has_text="1980-02-31")
    expect(rejected).to_have_count(1)
    expect(rejected).to_contain_text("persons.csv, linje 3")
    expect(rejected).to_contain_text("birth_date")
    expect(rejected).to_contain_text("ikke en dato på formen år-måned-dag")

    with page.expect_download() as download:
        page.locator('a[href$="/rejects.csv"]').click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["column"], row["value"], row["row"]) for row in rows] == [
        ("persons.csv", "3", "birth_date", "1980-02-31", BAD)
    ]
    assert rows[0]["reason"] in rejected.inner_text()


def test_the_same_upload_again_changes_nothing(page, folder):
    upload(page, "browser-import-twice", folder / "persons.csv")
    assert_ended(page)

    upload(page, "browser-import-twice", folder / "persons.csv")

    assert_ended(page)
    assert counts(page, "persons.csv") == ["3", "0", "0", "2", "1"]


def test_a_finished_run_stands_in_the_list(page, folder):
    upload(page, "browser-import-listed", folder / "persons.csv")
    assert_ended(page)
    number = page.url.rsplit("/", 1)[1]

    page.goto("/import")

    row = page.get_by_role("row").filter(has=page.locator(f'a[href="/import/{number}"]'))
    expect(row).to_contain_text("browser-import-listed")


def test_a_missing_column_refuses_the_file_before_anything_is_stored(page, tmp_path):
    (tmp_path / "persons.csv").write_text("given_names\nIngen\n", encoding="utf-8")

    upload(page, "browser-import", tmp_path / "persons.csv")

    expect(page.locator(ALERT)).to_contain_text("persons.csv")
    expect(page.locator(ALERT)).to_contain_text("person_id")


def test_a_file_of_another_name_is_refused_with_the_names_expected(page, tmp_path):
    (tmp_path / "people.csv").write_text("person_id\nP1\n", encoding="utf-8")

    upload(page, "browser-import", tmp_path / "people.csv")

    expect(page.locator(ALERT)).to_contain_text("people.csv")
    expect(page.locator(ALERT)).to_contain_text("persons.csv")
