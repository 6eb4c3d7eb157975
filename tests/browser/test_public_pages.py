"""Test in Chromium that every public page is accessible and fits the window."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from tests.browser.conftest import Watch
from tests.sample_addresses import faults_of, pages_of
from tests.sample_pages import SamplePages

# `resultTypes` leaves out the long lists of what is right, which take most of the time of a test.
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
Scheme = Literal["light", "dark"]


def visit(page: Page, site: str, sample_pages: SamplePages, settings: Settings) -> Iterator[str]:
    """Open every page in `page`, one after another; yield the name of each page while it is open.

    The pages include the error pages, and the pattern page, which shows every component with odd
    content (`tests/pattern_page.py`).
    """
    settings.ROOT_URLCONF = "tests.pattern_page"
    faults = {name: url for name, (url, _) in faults_of(sample_pages).items()}
    for name, url in {**pages_of(sample_pages), **faults, "patterns": "/patterns/"}.items():
        page.goto(site + url)
        yield name


IN_EACH_LOOK = {"home", "list", "article", "place", "over-time", "trends", "coverage", "patterns"}


def test_axe_finds_no_violation(
    page: Page, site: str, sample_pages: SamplePages, settings: Settings
) -> None:
    """Check every page in one of two looks, and the pages of IN_EACH_LOOK in both."""
    axe = Axe()
    looks: list[tuple[int, Scheme]] = [(390, "light"), (1440, "dark")]
    for number, name in enumerate(visit(page, site, sample_pages, settings)):
        for width, scheme in looks if name in IN_EACH_LOOK else [looks[number % 2]]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = axe.run(page, options=WCAG)
            assert found.violations_count == 0, f"{name} ({scheme}): {found.generate_report()}"


def test_open_filters_are_accessible(
    browser: Browser, site: str, sample_pages: SamplePages
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto(f"{site}/articles/?source=kcna-kp&place=kujang")
    page.get_by_text("Filter these articles").click()
    expect(page.get_by_role("link", name="Kusong City", exact=False).first).to_be_visible()
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_browser_reports_no_violation_and_no_missing_file(
    page: Page, watch: Watch, site: str, sample_pages: SamplePages, settings: Settings
) -> None:
    for name in visit(page, site, sample_pages, settings):
        styled = page.evaluate("getComputedStyle(document.querySelector('.masthead')).display")
        assert styled == "flex", name
        assert watch.complaints == [], name


def test_a_policy_violation_is_noticed(
    page: Page, watch: Watch, site: str, sample_pages: SamplePages
) -> None:
    page.goto(site)
    with page.expect_console_message(lambda message: message.text.startswith("policy:")):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')"
        )
    assert any("style-src" in complaint for complaint in watch.complaints)


def test_no_page_scrolls_sideways(
    page: Page, site: str, sample_pages: SamplePages, settings: Settings
) -> None:
    for name in visit(page, site, sample_pages, settings):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for width in (320, 390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.body.offsetWidth")
            assert wide == 0, f"{name} is {wide} px too wide for {width} px"


def test_the_title_of_a_list_is_not_clipped(
    page: Page, site: str, sample_pages: SamplePages
) -> None:
    page.goto(f"{site}/articles/?q=gypsy")
    below = page.evaluate(
        """() => {
            const title = document.querySelector("h1");
            const style = getComputedStyle(title);
            const context = document.createElement("canvas").getContext("2d");
            context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const letters = context.measureText("gypsy");
            const spare = (parseFloat(style.lineHeight) - letters.fontBoundingBoxAscent
                - letters.fontBoundingBoxDescent) / 2;
            return letters.actualBoundingBoxDescent - letters.fontBoundingBoxDescent - spare
                - parseFloat(style.paddingBottom);
        }"""
    )
    assert below <= 0, f"{below} px of the letters lie outside of the box"


def test_on_a_phone_the_map_of_a_place_is_above_its_articles(
    page: Page, site: str, sample_pages: SamplePages
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{site}/places/kujang/")
    top = "each => each.getBoundingClientRect().top"
    assert page.locator(".place-map").evaluate(top) < page.locator("#newest").evaluate(top)


@pytest.mark.parametrize("width", [390, 1440])
def test_facet_lines_are_large_enough_to_click(
    browser: Browser, site: str, sample_pages: SamplePages, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/articles/?source=kcna-kp")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    boxes = [
        link.bounding_box()
        for link in page.locator(".facet-value__link, .facet-value__tool, .chip").all()
    ]
    assert len(boxes) > 10
    assert all(box and box["height"] >= 24 and box["width"] >= 24 for box in boxes)
    context.close()


def test_twenty_rows_fit_two_screens(
    browser: Browser, site: str, sample_pages: SamplePages
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/articles/?date=2025-03-14")
    boxes = [row.bounding_box() for row in page.locator(".row").all()]
    heights = [box["height"] for box in boxes if box]
    assert len(heights) == 20
    assert sum(heights) <= 2 * 900
    context.close()


def test_print_shows_only_the_article_and_its_citation(
    page: Page, site: str, sample_pages: SamplePages
) -> None:
    page.goto(site + sample_pages.usual.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.get_by_text("Dateline, http")).to_be_visible()
    expect(page.get_by_text("between 14 September 2025 and 2 March 2026 (UTC)")).to_be_visible()
    for hidden in (".main-nav", ".search-box", ".listings", ".colophon", ".names-key"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".article__text .mention").first).to_have_css(
        "text-decoration-line", "none"
    )


def test_the_page_without_an_index_is_accessible(
    page: Page, watch: Watch, site: str, sample_pages: SamplePages
) -> None:
    (project.INDEX_DIR / "current").unlink()
    response = page.goto(f"{site}/articles/")
    assert response is not None
    assert response.status == 503
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    assert watch.complaints == []
