"""The exchange of trends: an observation shared, corrected and withdrawn, and what too few of them show."""

import re

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect

TOO_FEW = "for få til at vise"


def share(page, remark: str, area: str = "Havnen") -> None:
    page.goto("/trends/new")
    page.locator("#observation-topic").select_option("opioids")
    page.locator("#observation-municipality").select_option("350")
    page.locator("#observation-area").fill(area)
    page.locator("#observation-part").select_option("night")
    page.locator("#observation-source").select_option("school")
    page.locator("#observation-remark").fill(remark)
    page.locator('#observation [type="submit"]').click()


def test_few_observations_are_not_shown_and_the_week_under_way_waits(browser, base_url):
    officer = browser.new_context(base_url=base_url).new_page()
    plan = browser.new_context(base_url=base_url).new_page()
    steps.sign_in(officer, "officer", DEMO_PASSWORD)
    steps.sign_in(plan, "plan-secretariat", DEMO_PASSWORD)
    plan.goto("/trends")
    expect(plan.locator("main tbody").first).to_contain_text(TOO_FEW)
    address = "/trends?topic=opioids&municipality=350"
    plan.goto(address)
    expect(plan.locator("#cell")).to_contain_text("Ingen andre har delt")
    for number in range(5):
        share(officer, f"Blistre fundet {number}")
        expect(officer.locator("main .notice, .notice").first).to_contain_text("gemt")
    # The others see it from Monday, and then one of one account.
    for page in (plan, officer):
        page.goto(address)
        expect(page.locator("#cell")).to_contain_text("Ingen andre har delt")
        expect(page.locator("main")).not_to_contain_text("Blistre fundet")
    for _ in range(5):
        officer.goto("/trends/own")
        row = officer.locator("main tbody tr", has_text="Blistre fundet").first
        row.locator("a").click()
        officer.locator("#withdraw > summary").click()
        officer.locator('form[action$="/withdraw"] [type="submit"]').click()
    expect(officer.locator("main")).not_to_contain_text("Blistre fundet")
    for page in (officer, plan):
        page.context.close()


def test_a_text_that_names_somebody_is_refused_at_its_field(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    share(page, "Set sammen med Jens Prøvesen")
    expect(page.locator("#observation-remark-error")).to_contain_text("nævne en person")


def test_a_text_that_numbers_somebody_is_refused_at_its_field(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    share(page, "Ring til 12 34 56 78")
    error = page.locator("#observation-remark-error")
    expect(error).to_contain_text("telefonnummer")
    expect(page.locator("#observation-remark")).to_have_value("Ring til 12 34 56 78")
    expect(page.locator("#observation-area")).to_have_value("Havnen")


def test_filters_stand_in_the_address_without_scripts(browser, base_url):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    steps.sign_in(page, "ssp-coordinator", DEMO_PASSWORD)
    page.goto("/trends")
    expect(page.locator("svg.chart-bars")).to_have_count(1)
    page.locator("#topic").select_option("unrest")
    page.locator('form[action="/trends"] [type="submit"]').click()
    assert "topic=unrest" in steps.address_of(page)
    expect(page.locator("main thead").first.locator("th")).to_have_count(2)
    page.goto("/ssp")
    expect(page.locator("main table")).to_have_count(2)
    context.close()


def test_the_roll_out_is_recorded_by_the_secretariat_and_read_by_the_plan(browser, base_url):
    secretariat = browser.new_context(base_url=base_url).new_page()
    plan = browser.new_context(base_url=base_url).new_page()
    steps.sign_in(secretariat, "secretariat", DEMO_PASSWORD)
    steps.sign_in(plan, "plan-secretariat", DEMO_PASSWORD)
    secretariat.goto("/koege-model/roll-out/350")
    secretariat.locator("#roll-out-state").select_option("in-dialogue")
    secretariat.locator("#roll-out-contact").fill("Voksenchef")
    secretariat.locator('#roll-out [type="submit"]').click()
    expect(secretariat.locator("main tbody tr").first).to_contain_text("I dialog")
    plan.goto("/koege-model")
    row = plan.locator("#roll-out tbody tr", has_text="Lejre")
    expect(row).to_contain_text("Voksenchef")
    row.locator("a").click()
    assert re.search(r"/koege-model/roll-out/350$", plan.url)
    expect(plan.locator("#roll-out-state")).to_have_count(0)
    for page in (secretariat, plan):
        page.context.close()
