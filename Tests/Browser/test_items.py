"""An item of a forum in the browser: corrected and taken back by whoever proposed it, shared with some and then with more."""

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


def proposed(page):
    """A proposal of the municipality in its own practice group."""
    page.goto("/forums")
    page.get_by_role("link", name="PSP-K praksisgruppe, Køge").first.click()
    page.locator('main a[href$="/propose"]').first.click()
    page.locator("#propose-name").fill("Anna Prøve")
    page.locator("#propose-cpr").fill("610190-0008")
    page.locator("#propose-reason").fill("Er flyttet fra Lejre")
    page.locator("#propose [type=submit]").click()
    expect(page.locator("main")).to_contain_text("Punktet er foreslået.")
    return steps.path_of(page)


def test_a_proposal_is_corrected_and_taken_back(page):
    steps.sign_in(page, "social-worker", DEMO_PASSWORD)
    path = proposed(page)
    page.locator("#correct > summary").click()
    page.locator("#correct-reason").fill("")
    page.locator("#correct [type=submit]").click()
    expect(page.locator("#correct-reason-error")).to_be_visible()
    page.locator("#correct-reason").fill("Er flyttet til Lejre")
    page.locator("#correct [type=submit]").click()
    expect(page.locator("main")).to_contain_text("Er flyttet til Lejre")
    expect(page.locator('section[aria-labelledby="history"]')).to_contain_text("Er flyttet fra Lejre")
    page.locator("#take-back > summary").click()
    page.locator("#take-back [type=submit]").click()
    expect(page.locator("main")).to_contain_text("Forslaget er trukket tilbage")
    assert page.goto(path).status == 404


def test_what_is_shared_with_some_goes_on_to_those_who_are_chosen(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    page.goto("/forums")
    page.get_by_role("link", name="PSP-K praksisgruppe, Køge").first.click()
    page.locator("main tbody tr", has_text="Ikke på et møde").filter(has_text="På dagsordenen").locator("a").first.click()
    form = page.locator("form#share")
    detail = form.locator("#share-parts-incidents-detail")
    expect(detail).to_be_hidden()
    form.locator("#share-parts-incidents").check()
    detail.fill("Antal opkald i september")
    for box in form.locator('[name^="recipients."]').all():
        box.set_checked(box.get_attribute("name") == "recipients.psp-k-member")
    form.locator("#share-body").fill("Ringede tolv gange i september")
    form.locator("#share-necessity").fill("Mønsteret skal kendes")
    form.locator("#share-why_not_less").fill("Kun antallet")
    form.locator("[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Delt med Demo PSP-K-medlem")
    further = page.locator('form[id^="further-"]')
    # Left out on purpose: no box is ticked.
    expect(further.locator("[type=checkbox]")).not_to_be_checked()
    further.locator("[type=submit]").click()
    expect(page.locator('[id$="-recipients-error"]')).to_be_visible()
    further.locator('[name="recipients.social-worker"]').check()
    further.locator("[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Oplysningen er delt med de valgte")
    expect(further).to_have_count(0)
    page.goto("/disclosures")
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text("Hændelser: Antal opkald i september")
