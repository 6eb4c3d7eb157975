"""Test what a visitor reads and clicks in the archive, with scripts switched off."""

import re

from playwright.sync_api import Page, expect

from tests.sample_pages import SamplePages, capture_of


def expect_heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the open page has this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_from_the_list_to_the_saved_file_by_click(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(site)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Articles").click()
    expect_heading(page, "All articles")

    filters = page.get_by_role("complementary", name="Filters")
    filters.get_by_role("link", name=re.compile("^KCNA.kp")).click()
    expect_heading(page, "Articles from KCNA.kp")
    filters.get_by_role("link", name=re.compile("^2025")).first.click()
    expect_heading(page, "Articles from KCNA.kp, 2025")

    page.get_by_role("list", name="Active filters").get_by_role(
        "link", name="Remove the filter KCNA.kp"
    ).click()
    expect_heading(page, "Articles, 2025")

    page.get_by_role("searchbox").fill("pharmaceutical oxygen")
    page.get_by_role("button", name="Search").click()
    expect_heading(page, "Articles matching “pharmaceutical oxygen”, 2025")
    expect(page.locator(".row__title mark").first).to_have_text("Oxygen")
    expect(page.locator(".row__snippet mark").first).to_have_text("pharmaceutical")

    page.get_by_role("link", name="Medical Oxygen Factory").click()
    expect_heading(page, "Medical Oxygen Factory")
    page.get_by_role("link", name="Evidence for every field").click()
    page.get_by_role("link", name="Show Title in the saved file").click()
    expect(page).to_have_url(
        re.compile(capture_of(sample_pages.usual).get_absolute_url() + "#field-title$")
    )
    expect(page.locator("#field-title + mark")).to_have_text("Medical Oxygen Factory")


def test_from_the_front_page_to_an_article_by_keyboard(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("oxygen")
    page.keyboard.press("Enter")
    expect_heading(page, "Articles matching “oxygen”")

    target = page.get_by_role("link", name="Medical Oxygen Factory")
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("link => link === document.activeElement"):
            break
    expect(target).to_be_focused()
    page.keyboard.press("Enter")
    expect_heading(page, "Medical Oxygen Factory")


def test_the_focus_is_always_visible(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(f"{site}/articles/?source=kcna-kp")
    provinces = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if page.evaluate(
            "document.activeElement.matches('.map__place')"
        ):  # a province with focus has a border in another colour instead of an outline
            stroke = page.evaluate(
                "getComputedStyle(document.activeElement.querySelector('path')).stroke"
            )
            unfocused = "document.querySelectorAll('.map__place:not(:focus) path')"
            others = page.evaluate(f"[...{unfocused}].map(one => getComputedStyle(one).stroke)")
            assert stroke not in {*others, "none"}
            provinces += 1
        else:
            assert outline not in {"none", ""}
        assert page.evaluate("getComputedStyle(document.activeElement).opacity") == "1"
    assert provinces > 0


def test_a_facet_can_be_widened_and_narrowed(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(f"{site}/articles/?source=kcna-kp")
    filters = page.get_by_role("complementary", name="Filters")
    filters.get_by_role("link", name=re.compile("^Also show Voice of Korea")).click()
    expect_heading(page, "Articles from KCNA.kp or Voice of Korea")
    page.go_back()
    filters.get_by_role("link", name=re.compile("^Exclude Voice of Korea")).click()
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Not: Voice of Korea")


def test_filters_are_closed_on_a_phone_and_open_on_a_desktop(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(f"{site}/articles/")
    value = page.locator(".facet-value__link").first
    expect(value).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(value).to_be_hidden()
    page.get_by_text("Filter these articles").click()
    expect(value).to_be_visible()


def test_a_mention_links_to_its_place_and_to_the_articles_of_the_place(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(site + sample_pages.usual.get_absolute_url())
    page.get_by_role("article").get_by_role("link", name="Kujang County").click()
    expect_heading(page, re.compile("^Kujang County"))
    page.get_by_role("link", name=re.compile("articles mentioning Kujang County")).click()
    expect_heading(page, "Articles mentioning Kujang County")


def test_names_link_into_the_text_and_links_can_be_hidden(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(site + sample_pages.long.get_absolute_url())
    page.get_by_role("link", name="Kim Tok Hun in the text").click()
    expect(page.locator(":target")).to_have_text("Kim Tok Hun")
    expect(page.locator(":target")).to_be_in_viewport()
    page.get_by_role("link", name="Hide links").click()
    expect(page.get_by_text("Kim Tok Hun and Choe Un Ha went round")).to_be_visible()
    expect(page.locator(".article__text a:not(.paragraph-number)")).to_have_count(0)
    page.get_by_role("link", name="Kim Tok Hun in the text").click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_every_page_of_the_list_can_be_reached(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(f"{site}/articles/")
    seen: list[str] = []
    for number in (1, 2):
        expect(page.locator(".pages__where")).to_have_text(f"Page {number} of 2")
        seen += [link.get_attribute("href") or "" for link in page.locator(".row__title a").all()]
        if number == 1:
            page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    assert len(seen) == len(set(seen))
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{len(seen)} articles")


def test_from_a_name_to_the_articles_of_a_month_by_keyboard(
    scriptless_page: Page, site: str, sample_pages: SamplePages
) -> None:
    page = scriptless_page
    page.goto(f"{site}/people/")
    page.get_by_label("Find people by name").fill("su-jong")
    page.keyboard.press("Enter")
    expect(page.locator(".results__bar strong")).to_have_text("1 person")
    page.get_by_role("link", name=re.compile("^Ri Su Yong")).click()
    expect_heading(page, "Ri Su Yong")

    bars = page.locator(".chart__link")
    expect(bars).to_have_count(1)
    page.get_by_role("link", name="Table, other units and files").focus()
    page.keyboard.press("Enter")
    expect_heading(page, "Over time Articles mentioning Ri Su Yong")
    page.get_by_role("link", name="Months").focus()
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Table of numbers").focus()
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="March 2025: 12 articles")
    expect(link).to_be_focused()
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    expect_heading(page, "Articles mentioning Ri Su Yong, March 2025")
    page.go_back()

    bars.first.click()
    expect_heading(page, "Articles mentioning Ri Su Yong, March 2025")
    expect(page.locator(".results__bar strong").first).to_have_text("12")
