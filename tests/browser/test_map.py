"""Test that the map of the provinces works by keyboard, by click and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from archive.search import rebuild
from tests.browser.test_public_pages import WCAG
from tests.factories import make_place
from tests.search_library import Library

SMALL = ("Rason", "Pyongyang", "Nampho", "Kaesong")


@pytest.fixture
def library(site: str) -> Library:
    """Make articles about four small provinces and a large one."""
    library = Library()
    for name in ("Rason", "Nampho", "Kaesong"):
        library.entities[name.lower()] = make_place(name, "municipality")
    for number, place in enumerate(("north-phyongan", *map(str.lower, SMALL)), start=1):
        for _ in range(number):
            library.article(f"Factory of {place}", places=[place])
    rebuild()
    return library


@pytest.mark.parametrize(
    ("width", "path"), [(390, "/articles/"), (1440, "/articles/"), (1440, "/"), (390, "/places/")]
)
def test_small_provinces_are_large_enough_to_click(
    browser: Browser, site: str, library: Library, width: int, path: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(site + path)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    rooms = [room.bounding_box() for room in page.locator(".map__room").all()]
    assert len(rooms) == len(SMALL)
    assert all(room and room["height"] >= 24 and room["width"] >= 24 for room in rooms)
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_province_in_the_key_filters_the_list_without_scripts(
    scriptless_page: Page, site: str, library: Library
) -> None:
    page = scriptless_page
    page.goto(f"{site}/articles/?q=factory")
    page.locator(".map__name", has_text="Kaesong").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Articles matching “factory” mentioning Kaesong"
    )
    expect(page.locator(".map [aria-current]")).to_have_accessible_name("Kaesong: 5 articles, 33 %")


def test_the_keyboard_moves_through_provinces_with_visible_focus(
    page: Page, site: str, library: Library
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/articles/?place=pyongyang")
    links = page.locator("a.map__place")
    links.first.focus()
    reached = []
    for _ in range(links.count()):
        reached.append(
            page.evaluate("document.activeElement.querySelector('title').textContent").split(":")[0]
        )
        stroke = page.evaluate(
            "getComputedStyle(document.activeElement.querySelector('path:not(.map__room)')).stroke"
        )
        focus = page.evaluate(
            "getComputedStyle(document.querySelector('.map__place:not(:focus) path')).stroke"
        )
        assert stroke != focus
        page.keyboard.press("Tab")
    assert set(reached) == {*SMALL, "North Phyongan Province"}
    assert reached[-1] == "Pyongyang"  # the selected province is drawn last
    page.goto(f"{site}/articles/")
    page.locator("a.map__place").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles mentioning Rason")
