"""The pages that all general checks hold. A new page is added here: by its path, or by how it is found at run time."""

import datetime
import re
from dataclasses import dataclass
from typing import Callable

import steps
from playwright.sync_api import Page, expect

DEMO_PASSWORD = "forebyg-sammen-26"

# Path of a page: role of the demo login that opens it.
MAIN_PAGES = {
    "/": "secretariat",
    "/cases": "secretariat",
    "/cases?state=open&columns=stage,since,owner&order=stage-oldest": "secretariat",
    "/cases?programme=ukn&opened-to=1999-12-31&state=open&stage=nowhere": "secretariat",
    "/cases/board": "secretariat",
    "/cases/board/ukn": "secretariat",
    "/cases/week": "secretariat",
    "/cases/filters": "secretariat",
    "/cases/bulk": "secretariat",
    "/cases/new": "secretariat",
    "/cases/new/ukn": "secretariat",
    "/cases/new/project": "secretariat",
    "/tasks": "secretariat",
    "/forums": "secretariat",
    "/forums/new": "secretariat",
    "/notices": "officer",
    "/notices?state=working&order=newest": "social-worker",
    "/notices?state=unopened": "social-worker",
    "/screening": "screener",
    "/screening?state=deferred&only=mine": "screener",
    "/screening/meeting": "screener",
    "/screening/rules": "screener",
    "/screening/rules/learning?year=2025": "leader",
    "/screening/rules/blind": "screener",
    "/identities": "screener",
    "/identities?state=unsure&origin=register": "leader",
    "/identities/duplicates": "secretariat",
    "/screening/rules/drafts/new": "screener",
    "/psp-k": "secretariat",
    "/psp-k?show=not-now&order=name": "secretariat",
    "/trends": "secretariat",
    "/trends?topic=unrest&municipality=316": "plan-secretariat",
    "/trends/new": "officer",
    "/trends/own": "officer",
    "/bodies": "secretariat",
    "/bodies?kind=lokalraad&state=lacking": "plan-secretariat",
    "/bodies/new": "secretariat",
    "/bodies/1": "secretariat",
    "/bodies/2": "ssp-coordinator",
    "/bodies/1/series": "secretariat",
    "/bodies/1/years/2020": "officer",
    "/bodies/1/history": "secretariat",
    "/bodies/2/history?show=seats": "officer",
    "/body-actions": "secretariat",
    "/body-meetings/1": "secretariat",
    "/body-meetings/1/view": "secretariat",
    "/body-meetings/1/minutes": "officer",
    "/body-meetings/2": "secretariat",
    "/fast-track": "secretariat",
    "/fast-track/new": "ssp-coordinator",
    "/fast-track/1": "secretariat",
    "/policy": "secretariat",
    "/policy/new": "secretariat",
    "/policy/1": "ssp-coordinator",
    "/community": "secretariat",
    "/community/259": "secretariat",
    "/community/253": "plan-secretariat",
    "/community/orders?state=all": "officer",
    "/community/259/page": "secretariat",
    "/community/259/page/preview": "secretariat",
    "/indicators": "secretariat",
    "/indicators?indicator=youth-opioids": "mediator",
    "/indicators/upload": "secretariat",
    "/mapping": "ssp-coordinator",
    "/mapping?plan=1": "plan-secretariat",
    "/mapping/1/259": "ssp-coordinator",
    "/mapping/1/259/ssp": "ssp-coordinator",
    "/plan": "secretariat",
    "/plan/1": "secretariat",
    "/plan/1/proposals": "plan-secretariat",
    "/plan/1/proposals?municipality=police&state=earlier&order=support": "officer",
    "/plan/1/matrix": "secretariat",
    "/plan/1/status": "plan-secretariat",
    "/plan/1/history": "officer",
    "/plan/1/versions/1": "screener",
    "/plan/proposals/1": "secretariat",
    "/plan/areas/1": "secretariat",
    "/plan/initiatives/2": "secretariat",
    "/plan/status/1": "secretariat",
    "/plan/status/2": "secretariat",
    "/ssp": "secretariat",
    "/ssp/courses": "secretariat",
    "/koege-model": "secretariat",
    "/koege-model/roll-out/269": "secretariat",
    "/koege-model/roll-out/306": "plan-secretariat",
    "/areas": "secretariat",
    "/areas/new": "leader",
    "/cases/new/area-ban": "secretariat",
    "/report/2025": "secretariat",
    "/import": "secretariat",
    "/persons": "secretariat",
    "/programmes": "secretariat",
    "/programmes/ukn": "secretariat",
    "/programmes/housing": "secretariat",
    "/account": "secretariat",
    "/account/password": "secretariat",
    "/account/second-factor": "secretariat",
    "/account/calendar": "secretariat",
    "/account/digest": "secretariat",
    "/meetings": "secretariat",
    "/forum-actions": "psp-k-member",
    "/forums/1/meetings": "secretariat",
    "/forums/1/meetings/series": "secretariat",
    "/forums/1/reviews": "secretariat",
    "/forums/1/actions": "secretariat",
    "/escalations": "leader",
    "/leaders": "leader",
    "/accounts": "administrator",
    "/access": "secretariat",
    "/access/new": "secretariat",
    "/retention": "secretariat",
    "/disclosures": "secretariat",
    "/disclosures?basis=notification&outcome=given&order=oldest": "secretariat",
    "/disclosures?from=1999-01-01&to=1999-12-31": "secretariat",
    "/disclosures/export": "secretariat",
    "/roles": "secretariat",
    "/review": "leader",
    "/emergency": "officer",
    "/emergency/reviews": "leader",
    "/letters": "administrator",
    "/letters/restraining-order-granted-respondent": "administrator",
    "/letters/restraining-order-granted-respondent/versions/0": "administrator",
}


@dataclass(frozen=True)
class Found:
    """A page whose address depends on what the district holds."""

    name: str
    role: str
    # Brings a page there, by links and forms.
    go: Callable[[Page], None]
    status: int = 200

    def __str__(self) -> str:
        return self.name


def by_link(start: str, link: str) -> Callable[[Page], None]:
    """Goes where the first link of that kind leads; it is read, not clicked, so that closed menus do not matter."""

    def go(page: Page) -> None:
        page.goto(start)
        page.goto(page.locator(link).first.get_attribute("href"))

    return go


def case_part(part: str) -> Callable[[Page], None]:
    """A page of the first case of the Youth Crime Board."""

    def go(page: Page) -> None:
        by_link("/cases?programme=ukn", "main tbody a")(page)
        page.goto(page.url.split("?")[0] + "/" + part)

    return go


def person(page: Page) -> None:
    by_link("/cases?programme=psp-k", "main tbody a")(page)
    path = page.locator('main a[href^="/persons/"]').first.get_attribute("href").split("?")[0]
    page.goto(path + "?purpose=case")
    expect(page.locator("h1")).to_be_visible()


def purpose(page: Page) -> None:
    """The person of another's case, before it has been said why."""
    page.goto("/persons/1")
    expect(page.locator("#purpose")).to_be_visible()


def reviewed_look_up(page: Page) -> None:
    """Of somebody else, who has opened a hit of Socialsøg."""
    base = re.match(r"https?://[^/]+", page.url).group()
    other = page.context.browser.new_context(base_url=base)
    screener = other.new_page()
    steps.sign_in(screener, "screener", DEMO_PASSWORD)
    by_link("/screening", "main tbody a")(screener)
    other.close()
    page.goto("/review")
    page.locator('form[action="/review/draw"] [type="submit"]').click()
    page.goto(page.locator("main tbody a[href^='/review/']").first.get_attribute("href"))
    expect(page.locator("#state")).to_be_visible()


def emergency(page: Page) -> None:
    """With the banner that stands on every page then."""
    page.goto("/emergency")
    if page.locator("#reason").count():
        page.locator("#reason").fill("Et barn er i fare på Torvet")
        page.locator('form[action="/emergency"] [type="submit"]').click()
    expect(page.locator(".emergency")).to_be_visible()


def refused_form(page: Page) -> None:
    page.goto("/cases/new/ukn")
    form = page.locator("form#new")
    form.evaluate("form => { form.noValidate = true }")
    form.locator('[type="submit"]').click()
    expect(page.locator('[role="alert"]')).to_be_visible()


def import_run(page: Page) -> None:
    page.goto("/import")
    page.locator("#source").fill("browser-paths")
    rows = b"person_id,birth_date,shoe\nBROWSER-PATHS-1,1980-01-01,44\nBROWSER-PATHS-2,1980-02-31,45\n"
    page.locator("#files").set_input_files([{"name": "persons.csv", "mimeType": "text/csv", "buffer": rows}])
    page.locator('form[action="/import/upload"] [type="submit"]').click()
    expect(page.locator("#import:not([data-poll]) .notice")).to_be_visible()


def import_list(page: Page) -> None:
    """With a run that rejected something in it, which carries the widest badge."""
    import_run(page)
    page.goto("/import")


def access_request(page: Page) -> None:
    """Of a person with cases, with the preview of the answer."""
    person(page)
    page.goto(page.locator('main a[href^="/access/new"]').first.get_attribute("href"))
    page.locator("#requested-by").fill("Personen selv")
    page.locator('main form [type="submit"]').click()
    expect(page.locator("#restrict")).to_be_visible()


def access_answer(page: Page) -> None:
    access_request(page)
    page.locator('form[action$="/answer"] [type="submit"]').click()
    page.goto(page.locator('#answer a[href$="/answer"]').get_attribute("href"))


def merged(page: Page) -> None:
    """The records behind a person whom an import has put together."""
    page.goto("/merges/1/undo")
    page.goto(page.locator('main form a[href$="/identity"]').get_attribute("href"))
    expect(page.locator('main a[href="/merges/1/undo"]')).to_be_visible()


def hit_guide(page: Page) -> None:
    """A step of the walk through a hit."""
    by_link("/screening", "main tbody a")(page)
    page.goto(page.locator('.actions a[href*="/guide"]').get_attribute("href") + "?step=decide")


def hit_refused(page: Page) -> None:
    """A deferral without a day and a reason."""
    by_link("/screening", "main tbody a")(page)
    page.locator("#deferral > summary").click()
    page.locator('#deferral [type="submit"]').click()
    expect(page.locator('[role="alert"]')).to_be_visible()


def rule_draft(page: Page) -> None:
    """The next version of a rule, as it is suggested."""
    page.goto("/screening/rules/drafts/new")
    page.locator('form[action="/screening/rules/drafts/new"] [type="submit"]').last.click()
    expect(page.locator("#back-test")).to_be_visible()


def rule_refused(page: Page) -> None:
    """A text with mistakes, each at its place."""
    page.goto("/screening/rules/drafts/new")
    body = page.locator("#body")
    body.fill(body.input_value().replace("  types:", "  score: 7\n  types:").replace("version: ", "version: x"))
    page.locator('form.form [type="submit"]').last.click()
    expect(page.locator('[role="alert"]')).to_be_visible()


def rule_back_test(page: Page) -> None:
    rule_draft(page)
    page.locator("#back-test summary").click()
    page.locator('form[action$="/back-test"] [type="submit"]').click()
    expect(page.locator("#run:not([data-poll]) table").first).to_be_visible()


def rule_shadow(page: Page) -> None:
    """A draft that runs in the shadow from today."""
    rule_back_test(page)
    page.goto(page.url.removesuffix("/back-test"))
    page.locator("#shadow summary").click()
    last = datetime.date.today() + datetime.timedelta(days=21)
    page.locator("#shadow-through").fill(last.isoformat())
    page.locator('form[action$="/shadow"] [type="submit"]').click()
    expect(page.locator('#stop')).to_be_visible()


def bulk(page: Page) -> None:
    """What would happen to all cases of a page; nothing is done."""
    page.goto("/cases?programme=ukn&pick=page")
    page.locator('form[action="/cases/bulk"] [type="submit"]').first.click()
    page.locator("#bulk-action").select_option("assign")
    page.locator("#bulk-to").select_option("board-coordinator")
    page.locator('form[method="get"][action="/cases/bulk"] [type="submit"]').click()
    expect(page.locator("#bulk-action")).to_be_visible()


def bulk_run(page: Page) -> None:
    bulk(page)
    page.locator('form[method="post"][action="/cases/bulk"] [type="submit"]').click()
    expect(page.locator('form[action$="/undo"]')).to_be_visible()
    page.locator('form[action$="/undo"] [type="submit"]').click()
    expect(page.locator(".badge.is-paused").first).to_be_visible()


def saved_filters(page: Page) -> None:
    page.goto("/cases?state=closed")
    page.locator(".list-tools summary").nth(1).click()
    page.locator("#save-name").fill("")
    page.locator('form[action="/cases/filters"] [type="submit"]').click()
    expect(page.locator('[role="alert"]')).to_be_visible()


def deletion(page: Page) -> None:
    """Proposed and never approved: it changes nothing."""
    page.goto("/retention")
    page.locator("#propose [type='submit']").click()
    expect(page.locator("#approve")).to_be_visible()


def notice_of_report(page: Page) -> None:
    """The form that a sent report is led on with; nothing is sent."""
    by_link("/cases?programme=social-report&stage=sent", "main tbody a")(page)
    page.goto(page.url.split("?")[0].replace("/cases/", "/notices/report/"))
    expect(page.locator("h1")).to_be_visible()


def order_page(page: Page) -> None:
    by_link("/cases?programme=restraining-order&stage=active", "main tbody a")(page)
    page.goto(page.url.split("?")[0] + "/orders")


def cluster_page(page: Page) -> None:
    by_link("/cases?programme=protection-cluster", "main tbody a")(page)
    page.goto(page.url.split("?")[0] + "/orders")


def ban_map(page: Page) -> None:
    by_link("/cases?programme=area-ban", "main tbody a")(page)
    page.goto(page.url.split("?")[0] + "/map")
def documents(page: Page) -> None:
    """Of an order in force without anybody protected in it, with a document."""
    page.goto("/cases?programme=restraining-order&stage=active")
    for href in page.locator("main tbody a").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        page.goto(href + "/documents")
        if not page.locator("#documents .notice").count():
            break
    if not page.locator("#documents tbody tr").count():
        page.locator("#upload-title").fill("Ansøgning")
        page.locator("#upload-kind").select_option("application")
        content = b"%PDF-1.7 browser-paths"
        page.locator("#upload-file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": content})
        page.locator('form[action$="/upload"] [type="submit"]').click()
    expect(page.locator("#documents tbody tr")).not_to_have_count(0)


def letter(page: Page) -> None:
    documents(page)
    page.goto(page.locator("#letters a").first.get_attribute("href"))


def order_letter(page: Page) -> None:
    """A work order that waits, as a letter to its owner."""
    by_link("/community/orders?owner=housing-association", 'main tbody a[href^="/community/orders/"]')(page)
    page.goto(page.url.split("?")[0] + "/letter")
    expect(page.locator(".letter")).to_be_visible()


def meeting_to_come(page: Page) -> None:
    page.goto("/meetings")
    page.goto(page.locator('section[aria-labelledby="coming"] tbody a').first.get_attribute("href"))


def meeting_over(page: Page) -> None:
    page.goto("/meetings")
    page.goto(page.locator('section[aria-labelledby="past"] tbody a').first.get_attribute("href"))


def minutes(page: Page) -> None:
    meeting_over(page)
    page.goto(page.locator('main a[href$="/minutes"]').get_attribute("href"))


def screen(page: Page) -> None:
    """An item of a meeting that is over, on the screen, with the name shown."""
    meeting_over(page)
    page.goto(page.url.split("?")[0] + "/view?name=shown")
    expect(page.locator("#name")).to_be_visible()


def series(page: Page) -> None:
    """The days of a series that nobody saves."""
    page.goto("/forums/1/meetings/series?rhythm=weeks+4&day=2027-01-05&last=2027-06-30&starts=09:00&minutes=90&place=R")
    expect(page.locator("#days")).to_be_visible()


FOUND_PAGES = [
    Found("rule-draft", "screener", rule_draft),
    Found("rule-refused", "screener", rule_refused, 422),
    Found("rule-back-test", "screener", rule_back_test),
    Found("rule-shadow", "leader", rule_shadow),
    Found("meeting-to-come", "secretariat", meeting_to_come),
    Found("meeting-over", "officer", meeting_over),
    Found("minutes", "officer", minutes),
    Found("screen", "secretariat", screen),
    Found("series", "secretariat", series),
    Found("case", "secretariat", by_link("/cases?programme=ukn", "main tbody a")),
    Found("case-tasks", "secretariat", case_part("tasks")),
    Found("case-notes", "secretariat", case_part("notes")),
    Found("case-related", "secretariat", case_part("related")),
    Found("case-history", "secretariat", case_part("history")),
    Found("case-correct", "secretariat", case_part("correct")),
    Found("overdue-case", "secretariat", by_link("/", 'section[aria-labelledby="overdue"] tbody a')),
    Found("social-report", "screener", by_link("/cases?programme=social-report", "main tbody a")),
    Found("notice", "secretariat", by_link("/notices?whose=all&state=answered", "main tbody a")),
    Found("notice-of-report", "secretariat", notice_of_report),
    Found("doubt", "secretariat", lambda page: page.goto("/identities/2")),
    Found("hit", "screener", by_link("/screening", "main tbody a")),
    Found("hit-guide", "screener", hit_guide),
    Found("hit-refused", "screener", hit_refused, status=422),
    Found("person", "secretariat", person),
    Found("identity", "secretariat", lambda page: page.goto("/persons/1/identity")),
    Found("person-merge", "secretariat", lambda page: page.goto("/persons/1/merge")),
    Found("identity-merged", "secretariat", merged),
    Found("merge-undo", "secretariat", lambda page: page.goto("/merges/1/undo")),
    Found("split-end", "secretariat", lambda page: page.goto("/splits/1/end")),
    Found("access-request", "secretariat", access_request),
    Found("access-answer", "secretariat", access_answer),
    Found("deletion", "secretariat", deletion),
    Found("purpose", "board-coordinator", purpose),
    Found("need", "secretariat", lambda page: page.goto("/persons/1/protection")),
    Found("reviewed-look-up", "data-protection-officer", reviewed_look_up),
    Found("emergency-running", "specialised-team", emergency),
    Found("addendum", "secretariat", lambda page: page.goto("/addenda?to=case&id=1")),
    Found("hold", "secretariat", lambda page: page.goto("/retention/holds/new?on=case&id=1")),
    Found("import-run", "secretariat", import_run),
    Found("import-list", "secretariat", import_list),
    Found("drill-down", "secretariat", by_link("/report/2025", "#figure-ukn-screened .report-number a")),
    Found("drill-down-persons", "secretariat", by_link("/report/2025", "#figure-psp-k-persons .report-number a")),
    Found("forecast", "secretariat", lambda page: page.goto("/programmes/ukn/forecast")),
    Found("suggested", "secretariat", lambda page: page.goto("/programmes/safety-follow-up/suggested")),
    Found("suggested-on-cases", "secretariat", lambda page: page.goto("/programmes/ukn/suggested")),
    Found("suggestion-dismissed", "secretariat", by_link("/programmes/ukn/suggested", 'main a[href$="/dismiss"]')),
    Found("escalation", "leader", by_link("/escalations", "main tbody a")),
    Found("order-with-entries", "secretariat", by_link("/cases?programme=restraining-order&stage=active", "main tbody a")),
    Found("place-with-entries", "secretariat", by_link("/cases?programme=insecurity&stage=acting", "main tbody a")),
    Found("housing-area", "secretariat", by_link("/cases?programme=housing&stage=acting", "main tbody a")),
    Found("order", "secretariat", order_page),
    Found("cluster", "secretariat", cluster_page),
    Found("area", "leader", by_link("/areas", "main tbody a")),
    Found("ban-map", "secretariat", ban_map),
    Found("documents", "secretariat", documents),
    Found("letter", "secretariat", letter),
    Found("order-letter", "secretariat", order_letter),
    Found("contact", "secretariat", by_link("/psp-k", 'main tbody a[href^="/psp-k/"]')),
    Found("own-observation", "officer", by_link("/trends/own", "main tbody a")),
    Found("one-account", "administrator", by_link("/accounts", "main tbody a")),
    Found("not-found", "secretariat", lambda page: page.goto("/no/such/page"), status=404),
    Found("forbidden", "officer", lambda page: page.goto("/screening"), status=403),
    Found("bulk", "secretariat", bulk),
    Found("bulk-run", "secretariat", bulk_run),
    Found("saved-filters-refused", "secretariat", saved_filters, status=422),
    Found("refused-form", "secretariat", refused_form, status=422),
]

LANGUAGES = ["da", "en"]
