"""Lists as people live in them: filters that stay, saved filters, paging, boards, the week, many cases at once, export."""

import re

import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect

ROLE = "secretariat"


@pytest.fixture
def worker(open_page, sessions):
    return open_page(DESKTOP, storage_state=sessions(ROLE))


@pytest.fixture
def bare(open_page, sessions):
    """Without JavaScript."""
    return open_page(DESKTOP, storage_state=sessions(ROLE), java_script_enabled=False)


def numbers(page) -> list[str]:
    return page.locator("main tbody th a").all_inner_texts()


def test_filters_stay_through_reload_language_and_paging(worker):
    worker.goto("/cases?state=open&order=stage-oldest&columns=stage,since,owner")
    first = numbers(worker)
    assert len(first) == 25
    expect(worker.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    worker.reload()
    assert numbers(worker) == first
    worker.locator("a.language").click()
    expect(worker.locator("html")).to_have_attribute("lang", "en")
    assert numbers(worker) == first
    worker.locator("a.language").click()
    worker.locator('a[rel="next"]').click()
    second = numbers(worker)
    assert second and not set(first) & set(second)
    worker.locator('a[rel="prev"]').click()
    assert numbers(worker) == first


def test_every_heading_that_is_a_link_sorts(worker):
    worker.goto("/cases?columns=programme,stage,since,opened,due")
    for heading in range(worker.locator("main thead th a").count()):
        link = worker.locator("main thead th a").nth(heading)
        link.click()
        cell = worker.locator("main thead th", has=worker.locator("a")).nth(heading)
        expect(cell).to_have_attribute("aria-sort", re.compile("ascending|descending"))
        before = cell.get_attribute("aria-sort")
        cell.locator("a").click()
        cell = worker.locator("main thead th", has=worker.locator("a")).nth(heading)
        expect(cell).not_to_have_attribute("aria-sort", before)


def test_columns_are_chosen_without_javascript(bare):
    bare.goto("/cases?state=open")
    bare.locator(".list-tools details summary").first.click()
    for box in bare.locator('input[name="columns"]').all():
        box.set_checked(box.get_attribute("value") in ("since", "owner"))
    bare.locator(".list-tools form[method='get'] [type='submit']").click()
    expect(bare).to_have_url(re.compile(r"/cases\?state=open&columns=since\.owner$"))
    # The checkbox, the number, and the two chosen.
    expect(bare.locator("main thead th")).to_have_count(4)


def test_an_empty_list_leads_out(worker):
    worker.goto("/cases?programme=ukn&owner=nobody&state=open&opened-to=1999-12-31")
    expect(worker.locator(".empty")).to_be_visible()
    worker.locator(".empty ul a").first.click()
    assert numbers(worker)


def test_what_the_address_gets_wrong_is_said(worker):
    worker.goto("/cases?programme=ukn&stage=nowhere&rows=7&due-from=31.02.2026")
    expect(worker.locator('.notice.is-warn[role="status"] p')).to_have_count(3)
    assert numbers(worker)


def test_a_filter_is_saved_renamed_deleted_and_brought_back(worker):
    worker.goto("/cases?programme=ukn&state=open")
    worker.locator(".list-tools summary").nth(1).click()
    worker.locator("#save-name").fill("Åbne UKN på Ærø")
    worker.locator('form[action="/cases/filters"] [type="submit"]').click()
    expect(worker.locator('.tabs a[aria-current="page"]')).to_have_text("Åbne UKN på Ærø")
    worker.goto("/")
    worker.locator(".tabs a", has_text="Åbne UKN på Ærø").click()
    expect(worker).to_have_url(re.compile(r"/cases\?programme=ukn&state=open$"))
    worker.goto("/cases/filters")
    worker.locator(".filter-list summary").first.click()
    worker.locator('.filter-list input[name="name"]').first.fill("")
    worker.locator('.filter-list details [type="submit"]').first.click()
    expect(worker.locator('[role="alert"]')).to_be_visible()
    worker.locator('.filter-list input[name="name"]').first.fill("UKN, åbne")
    worker.locator('.filter-list details [type="submit"]').first.click()
    expect(worker.locator(".filter-list a").first).to_have_text("UKN, åbne")
    worker.locator('form[action$="/delete"] [type="submit"]').first.click()
    expect(worker.locator(".filter-list")).to_have_count(0)
    worker.locator('form[action$="/restore"] [type="submit"]').click()
    expect(worker.locator(".filter-list a").first).to_have_text("UKN, åbne")
    worker.locator('form[action$="/delete"] [type="submit"]').first.click()


def test_the_board_carries_its_filters_and_leads_to_every_card(worker):
    worker.goto("/cases/board")
    expect(worker.locator("main tbody tr")).not_to_have_count(0)
    worker.locator("main tbody th a", has_text="UKN").first.click()
    worker.locator("#municipality").select_option("316")
    expect(worker).to_have_url(re.compile("municipality=316"))
    column = worker.locator(".column", has=worker.locator("ul")).first
    count = int(column.locator(".count").inner_text().replace(".", ""))
    column.locator("h2 a").click()
    assert len(numbers(worker)) == min(count, 25)


def test_the_week_goes_both_ways_and_prints(worker):
    worker.goto("/cases/week?week=2026-W53")
    expect(worker.locator(".is-week .column")).to_have_count(8)
    worker.locator('a[rel="next"]').click()
    expect(worker).to_have_url(re.compile("week=2027-W01"))
    worker.locator('a[rel="prev"]').click()
    expect(worker.locator("h1")).to_contain_text("53")
    worker.emulate_media(media="print")
    expect(worker.locator(".is-week .column").last).to_be_visible()
    expect(worker.locator("form.filters")).to_be_hidden()


def test_on_a_phone_the_week_is_a_list(open_page, sessions):
    page = open_page(PHONE, storage_state=sessions(ROLE))
    page.goto("/cases/week")
    boxes = [column.bounding_box() for column in page.locator(".is-week .column").all()]
    assert len({round(box["x"]) for box in boxes}) == 1
    assert all(box["x"] + box["width"] <= 360 for box in boxes)


def test_cases_are_handed_over_and_taken_back_without_javascript(bare):
    bare.goto("/cases?programme=ukn&state=open")
    bare.locator('form[action="/cases/bulk"] a').first.click()
    picked = bare.locator('input[name="case"]:checked').count()
    assert picked > 1
    bare.locator('form[action="/cases/bulk"] [type="submit"]').first.click()
    bare.locator("#bulk-action").select_option("assign")
    bare.locator("#bulk-to").select_option("board-coordinator")
    bare.locator('form[method="get"][action="/cases/bulk"] [type="submit"]').click()
    expect(bare.locator("main tbody tr")).to_have_count(picked)
    bare.locator("#go-message").fill("Tag dem, mens jeg har ferie")
    bare.locator('form[method="post"][action="/cases/bulk"] [type="submit"]').click()
    expect(bare).to_have_url(re.compile(r"/cases/bulk/\d+$"))
    for _ in range(50):
        if bare.locator('form[action$="/undo"]').count():
            break
        bare.reload()
    expect(bare.locator(".badge.is-met").first).to_be_visible()
    bare.locator('form[action$="/undo"] [type="submit"]').click()
    expect(bare.locator(".badge.is-paused").first).to_be_visible()
    expect(bare.locator(".badge.is-met")).to_have_count(0)


def test_the_export_holds_the_columns_and_filters_of_the_list(worker):
    worker.goto("/cases?programme=ukn&columns=stage,owner")
    with worker.expect_download() as started:
        worker.locator('a[href^="/cases.csv"]').click()
    lines = started.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "number,stage,stage_name,state,owner,restriction"
    assert len(lines) > 25 and all(line.startswith("UKN-") for line in lines[1:])
