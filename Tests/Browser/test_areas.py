"""Areas and their bans, as somebody meets them: with the map, and without scripts."""

import re

import steps
from paths import DEMO_PASSWORD
from playwright.sync_api import expect


def first_ban_map(page):
    page.goto("/cases?programme=area-ban")
    page.goto(page.locator("main tbody a").first.get_attribute("href") + "/map")


def test_a_click_on_the_map_fills_the_field(page):
    steps.sign_in(page, "leader", DEMO_PASSWORD)
    page.goto("/areas/new")
    field = page.locator("#area-position")
    expect(field).to_have_value("")
    view = page.locator(".map-view")
    expect(view.locator(".leaflet-control-scale")).to_be_visible()
    view.click(position={"x": 120, "y": 120})
    expect(field).to_have_value(re.compile(r"^5[4-8]\.\d{5},\d{1,2}\.\d{5}$"))


def test_the_map_shows_the_circles(page):
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    first_ban_map(page)
    expect(page.locator(".map-view path.map-main").first).to_be_visible()
    expect(page.locator(".map-view path.map-other").first).to_be_attached()
    expect(page.locator(".map-lines li").first).to_contain_text("radius")


def test_without_scripts_there_are_coordinates_and_a_drawing(browser, base_url):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    steps.sign_in(page, "secretariat", DEMO_PASSWORD)
    first_ban_map(page)
    expect(page.locator("svg.circle-map circle.map-main")).to_have_count(1)
    expect(page.locator(".map-lines li").first).to_contain_text("° nord")
    context.close()
