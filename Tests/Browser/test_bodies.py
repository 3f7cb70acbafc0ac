"""Bodies of the cooperation, from a body to the account of its year, and a fast-track question to its answer."""

from datetime import date

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


def sign_in(page, name):
    steps.sign_in(page, name, DEMO_PASSWORD)


def open_form(page, form: str):
    page.locator(f"#{form} > summary").click()
    return page.locator(f"#{form}")


def body(page, text: str) -> str:
    page.goto("/bodies")
    return page.locator("tbody th a", has_text=text).first.get_attribute("href")


def test_from_a_body_to_its_meeting_an_action_and_the_year(page):
    sign_in(page, "secretariat")
    address = body(page, "Kontaktudvalg")
    page.goto(address)
    held = page.locator('section[aria-labelledby="past"] tbody a').first
    year = held.inner_text()[6:10]
    held.click()
    expect(page.locator("main")).to_contain_text("Ordningen fortsætter")
    page.get_by_role("link", name="Referat", exact=True).click()
    expect(page.locator("main")).to_contain_text("Sekretariatschef")
    page.goto(address)
    action = page.locator('section[aria-labelledby="actions-title"]')
    expect(action).to_contain_text("Samler de spørgsmål")
    action.locator("details[id^=done] > summary").first.click()
    action.locator("details[id^=done] textarea").first.fill("Listen er lavet.")
    action.locator("details[id^=done] [type=submit]").first.click()
    expect(action.locator("summary", has_text="Afsluttede handlinger")).to_be_visible()
    page.goto(f"{address}/years/{year}")
    expect(page.locator("main")).to_contain_text("Ordningen fortsætter uændret.")
    expect(page.locator("main")).to_contain_text("Listen er lavet.")


def test_a_topic_with_a_number_is_refused_and_a_name_is_warned_of(page):
    sign_in(page, "secretariat")
    page.goto(body(page, "Kredsråd"))
    page.locator('section[aria-labelledby="coming"] tbody a').first.click()
    form = open_form(page, "topic")
    form.locator("#topic-title").fill("Sag 670314-1235")
    form.locator("[type=submit]").click()
    expect(page.locator("#topic-title-error")).to_be_visible()
    page.locator("#topic-title").fill("Tryghed i bymidten")
    page.locator("#topic-words").fill("Vi talte med Mette Sørensen.")
    page.locator("#topic [type=submit]").click()
    tick = page.locator("#topic-text_checked")
    expect(tick).to_be_visible()
    page.locator("#topic-words").fill("Lys og beplantning.")
    page.locator("#topic [type=submit]").click()
    expect(page.locator("#agenda")).to_contain_text("Tryghed i bymidten")


def test_a_question_is_asked_by_a_municipality_and_answered_by_the_police(page, browser, base_url):
    sign_in(page, "ssp-coordinator")
    page.goto("/fast-track/new")
    title = f"Skolefest {date.today().isoformat()}?"
    page.locator("#question-title").fill(title)
    page.locator("#question-words").fill("Kan politiet komme forbi?")
    page.locator("input[name='parties.police']").check()
    page.locator("#question [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Skolefest")
    question = page.url.split("?")[0]
    context = browser.new_context(base_url=base_url, locale="da-DK")
    police = context.new_page()
    sign_in(police, "secretariat")
    police.goto("/fast-track?state=open")
    expect(police.locator("main")).to_contain_text(title)
    police.goto(question)
    police.locator("#answer-words").fill("Ja, mellem 21 og 23.")
    police.locator("#answer [type=submit]").click()
    expect(police.locator(".timeline")).to_contain_text("Ja, mellem 21 og 23.")
    context.close()
    page.goto("/fast-track?state=answered&side=from")
    expect(page.locator("main")).to_contain_text(title)


def test_the_policy_watch_shows_what_is_missing(page):
    sign_in(page, "secretariat")
    page.goto("/policy?show=missing")
    expect(page.locator("tbody").first).to_contain_text("Ændrede frister")
    page.locator("tbody th a").first.click()
    form = open_form(page, "note")
    form.locator("#note-words").fill("Reglen skrives ind i næste udgave.")
    form.locator("[type=submit]").click()
    expect(page.locator(".log")).to_contain_text("Reglen skrives ind")
