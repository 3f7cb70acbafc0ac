"""Every programme is walked from its first stage to its ends, as the roles that take the steps."""

import re
from datetime import timedelta

import people
import pytest
import steps
from conftest import DESKTOP, EXECUTABLE, environment
from playwright.sync_api import expect
from walks import WALKS, Entry, HandOver, Join, Step, Walk

DONE = re.compile(r"/cases/-?\d+\?done=")
ALERT = 'main [role="alert"]'


@pytest.fixture(scope="module", autouse=True)
def known_people(district, base_url):
    people.take_in(EXECUTABLE, district.database, district.folder / "walking-people", environment())


@pytest.fixture(scope="module")
def stages(browser, base_url, sessions):
    """The stages that the pages of the programmes list, by code: name by stage, and which are ends."""
    found = {}
    # Sealed programmes are there for their team alone.
    for role in ("secretariat", "exit-team"):
        context = browser.new_context(base_url=base_url, storage_state=sessions(role), locale="da-DK")
        page = context.new_page()
        page.goto("/programmes")
        links = page.locator('main h2 a[href^="/programmes/"]').evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        for link in links:
            code = link.rsplit("/", 1)[1]
            if code not in found:
                page.goto(link)
                found[code] = page.locator('main .timeline a[href*="stage="]').evaluate_all(
                    """links => links.map(link => ({
                        code: new URL(link.href).searchParams.get("stage"),
                        name: link.textContent.trim(),
                        marks: link.parentElement.querySelectorAll(".tag").length,
                    }))"""
                )
        context.close()
    return found


def ends(found: list[dict]) -> set[str]:
    """Of the marks on a stage, the first has one that says so; another is an end."""
    return {stage["code"] for place, stage in enumerate(found) if place > 0 and stage["marks"] > 0}


def test_every_programme_is_walked_to_every_end(stages):
    assert {walk.programme for walk in WALKS} == set(stages)
    for code, found in stages.items():
        walks = [walk for walk in WALKS if walk.programme == code]
        reached = {stage for walk in walks for stage in walk.stages()} | {found[0]["code"]}
        assert reached == {stage["code"] for stage in found}, code
        assert {walk.stages()[-1] for walk in walks} >= ends(found), code


def fill(form, code: str, value: str, name: str | None = None) -> None:
    """Puts a value into a field as a user does, whatever kind it has."""
    name = name or f"field.{code}"
    field = form.locator(f'[name="{name}"]')
    if field.count() == 0:
        for choice in value.split(","):
            form.locator(f'[name="{name}.{choice}"]').check()
        return
    kind = field.evaluate("element => element.tagName === 'SELECT' ? 'select' : element.type")
    if kind == "select":
        field.select_option(value)
    elif kind == "checkbox":
        field.check()
    else:
        field.fill(value)


def fill_in(form, fields: dict, ago: int) -> None:
    for code, value in fields.items():
        fill(form, code, value)
    if ago:
        at = (people.TODAY - timedelta(days=ago)).isoformat() + "T12:00"
        fill(form, "at", at, "at")


def send(page, form) -> None:
    """Sends a form that must be taken."""
    form.locator('[type="submit"]').click()
    expect(page.locator(ALERT), "the form is refused").to_have_count(0)
    expect(page).to_have_url(DONE)


def opened_form(page, action: str):
    form = page.locator(f'form[action$="/{action}"]')
    details = page.locator("details", has=form)
    if details.get_attribute("open") is None:
        details.locator("> summary").click()
    return form


class Walker:
    """Takes a case along, in the browser of whoever is to act."""

    def __init__(self, open_page, sessions, role: str):
        self.open_page, self.sessions, self.pages = open_page, sessions, {}
        self.page = self.page_of(role)

    def page_of(self, role: str):
        if role not in self.pages:
            self.pages[role] = self.open_page(DESKTOP, storage_state=self.sessions(role))
        return self.pages[role]

    def hand_to(self, role: str | None) -> None:
        """The case goes on in the browser of another role; nothing is loaded where it is the same."""
        if role and self.page_of(role) is not self.page:
            path = steps.path_of(self.page)
            self.page = self.page_of(role)
            self.page.goto(path)

    def open(self, walk: Walk) -> None:
        self.page.goto(f"/cases/new/{walk.programme}")
        form = self.page.locator("form#new")
        for role, person in walk.parties.items():
            field = form.locator(f'[name="party.{role}"]')
            closed = form.locator("details:not([open])", has=self.page.locator(f'[name="party.{role}"]'))
            if closed.count():
                closed.locator("> summary").click()
            field.fill(person)
        form.locator('[name="municipality"]').select_option(walk.municipality)
        fill_in(form, walk.fields, walk.ago)
        send(self.page, form)

    def act(self, act) -> None:
        if isinstance(act, HandOver):
            self.page.locator("#owner > summary").click()
            self.page.locator("#owner-owner").select_option(act.to)
            send(self.page, self.page.locator("#owner form"))
        elif isinstance(act, Join):
            form = opened_form(self.page, "party")
            form.locator("#party-role").select_option(act.role)
            form.locator("#party-person").fill(act.person)
            send(self.page, form)
        elif isinstance(act, Step) and act.inbox:
            path = steps.path_of(self.page).replace("/cases/", "/notices/")
            self.page = self.page_of(act.by)
            self.page.goto(path)
            send(self.page, self.page.locator('form[action$="/open"]'))
        else:
            self.hand_to(act.by)
            kind = f"step/{act.stage}" if isinstance(act, Step) else f"entry/{act.kind}"
            form = opened_form(self.page, kind)
            fill_in(form, act.fields, act.ago)
            send(self.page, form)


def name_of(walk: Walk) -> str:
    return f"{walk.programme}-{walk.stages()[-1]}-{len(walk.steps)}"


@pytest.mark.parametrize("walk", WALKS, ids=name_of)
def test_a_case_is_walked_to_its_end(walk, stages, open_page, sessions):
    names = {stage["code"]: stage["name"] for stage in stages[walk.programme]}
    walker = Walker(open_page, sessions, walk.role)
    walker.open(walk)
    badge = ".page-head .badge"
    standing = stages[walk.programme][0]["code"]
    expect(walker.page.locator(badge).first).to_have_text(names[standing])
    entries = 0

    for act in walk.steps:
        walker.act(act)
        if isinstance(act, Step):
            standing = act.stage
        entries += isinstance(act, Entry)
        expect(walker.page.locator(badge).first).to_have_text(names[standing])

    # At an end nothing is offered any more, to nobody who came along.
    for page in walker.pages.values():
        if page is walker.page:
            expect(page.locator('form[action*="/step/"]')).to_have_count(0)
    assert standing in ends(stages[walk.programme])
    events = walker.page.locator(".timeline > li")
    assert events.count() >= 1 + len(walk.stages()) + entries
    assert walker.page.troubles.seen == []
