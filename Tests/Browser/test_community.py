"""Local work: a finding of a walk becomes a work order and is answered; measurements, the mapping and the public page."""

import re

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


def test_a_finding_becomes_a_work_order_and_is_answered(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    page.goto("/community/259")
    page.locator('a[href^="/community/walks/"]').first.click()
    page.locator("#finding-order_what").select_option("cleaning")
    page.locator("#finding-order_owner").fill("Boligselskabet")
    page.locator("#finding-order_owner_kind").select_option("housing-association")
    page.locator('#finding [type="submit"]').click()
    expect(page.locator("#finding-order_detail-error")).to_be_visible()
    expect(page.locator("#finding-order_owner")).to_have_value("Boligselskabet")
    page.locator("#finding-order_detail").fill("Fjern glasskår")
    page.locator('#finding [type="submit"]').click()
    expect(page.locator(".notice.is-good").first).to_contain_text("noteret")
    page.goto("/community/orders?municipality=259&what=cleaning")
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text("Fjern glasskår")
    page.locator('.actions a[href$="/letter"]').click()
    letter = page.locator('.letter[lang="da"]')
    expect(letter).to_contain_text("Fjern glasskår")
    expect(letter).to_contain_text("Svar senest")
    page.emulate_media(media="print")
    expect(letter).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()
    page.emulate_media(media="screen")
    page.locator('.actions a[href^="/community/orders/"]').click()
    page.locator("#answer-done_how").select_option("done")
    page.locator('#answer [type="submit"]').click()
    expect(page.locator(".badge.is-met")).to_be_visible()


def test_measurements_are_uploaded_and_a_bad_row_is_given_back(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    page.goto("/indicators/upload")
    text = "indicator;period;place;value;lower;upper\nfeels-safe;2020;Lejre;81,5;79;84\nfeels-safe;2020;Paris;1;;\n"
    page.locator("#file").set_input_files({"name": "maaling.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.locator('form[enctype] [type="submit"]').click()
    expect(page.locator("main")).to_contain_text("1 afvist")
    expect(page.locator("main tbody")).to_contain_text("Paris")
    page.goto("/indicators?indicator=feels-safe&period=2020&place=350")
    expect(page.locator("svg.chart-intervals").first).to_be_visible()
    expect(page.locator("main table")).to_contain_text("81,5 %")


def test_the_mapping_is_filled_in_with_the_keyboard_on_a_phone(browser, base_url):
    context = browser.new_context(base_url=base_url, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    steps.sign_in(page, "ssp-coordinator", DEMO_PASSWORD)
    page.goto("/mapping")
    page.locator(".page-head a.button").first.click()
    page.locator("main tbody a").first.click()
    page.locator("#measure-state").select_option("has")
    page.locator("#measure-name").fill("Forældreaften")
    page.locator("#measure-contact").fill("SSP-konsulenten")
    page.locator("#measure-contact").press("Enter")
    expect(page.locator("main")).to_contain_text("Forældreaften")
    context.close()


def test_a_public_page_is_taken_back_and_published_again(browser, base_url):
    chair = browser.new_context(base_url=base_url).new_page()
    anybody = browser.new_context(base_url=base_url).new_page()
    anybody.goto("/lokalraad/koege")
    expect(anybody.locator("h1")).to_contain_text("Køge")
    assert anybody.context.cookies() == []
    steps.sign_in(chair, "secretariat", DEMO_PASSWORD)
    chair.goto("/community/259/page")
    chair.locator("#withdraw > summary").click()
    chair.locator("#withdraw-reason").fill("Rettes")
    chair.locator('#withdraw [type="submit"]').click()
    expect(chair.locator("main .notice").first).to_be_visible()
    assert chair.request.get("/lokalraad/koege").status == 404
    chair.locator("#draft-danish").fill("Vi mødes igen.")
    chair.locator('#draft [type="submit"]').click()
    chair.locator("#publish-read").check()
    chair.locator('#publish [type="submit"]').click()
    expect(chair.locator("main")).to_contain_text("offentligt siden")
    other = browser.new_context(base_url=base_url).new_page()
    other.goto("/lokalraad/koege?lang=en")
    assert re.search("local council", other.locator("h1").inner_text())
    for page in (chair, anybody, other):
        page.context.close()
