"""Test in a real browser that staff can see what an import joined, and separate it."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from playwright.sync_api import Page, expect

from archive.admin.access import CORRECTORS
from archive.models import Article, Extract, ImportRun
from archive.search import rebuild
from tests.browser.test_admin import PASSWORD, WCAG, log_in
from tests.corrections.joined_mills import NORTH, import_joined
from tests.saved_files import plain, run_import, save


@pytest.fixture
def joined(site: str, folder: Path) -> Article:
    """Make an article with three texts of different mills, and a corrector called grace."""
    grace = User.objects.create_user("grace", password=PASSWORD, is_staff=True)
    grace.groups.add(Group.objects.get(name=CORRECTORS))
    call_command("load_gazetteer", verbosity=0)
    rebuild()
    import_joined(folder)
    west = NORTH.replace("north", "west")
    run_import(save(folder, "west-" + "long-name-" * 9, plain("Mill Opened", west)))
    return Article.objects.get()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_every_width_and_axe_finds_no_violation(
    page: Page, site: str, joined: Article, scheme: str
) -> None:
    text = Extract.objects.latest("pk")
    addresses = (
        f"/admin/archive/importrun/{ImportRun.objects.latest('pk').pk}/change/",
        f"/admin/archive/article/{joined.pk}/change/",
        f"/admin/archive/extract/{text.pk}/compare/",
    )
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    log_in(page, site, addresses[0])
    for address in addresses:
        for width in (390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{site}{address}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options=WCAG)
        assert found.response["violations"] == [], address
    with page.expect_navigation():
        page.get_by_role("button", name="These are two articles").click()
    for width in (390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page, options=WCAG).response["violations"] == []


def test_a_corrector_separates_two_texts_from_the_page_of_an_article(
    page: Page, site: str, joined: Article
) -> None:
    log_in(page, site, f"/admin/archive/article/{joined.pk}/change/")
    texts = page.get_by_role("region", name="Texts of this article")
    boxes = texts.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    boxes.nth(1).check()
    boxes.nth(2).check()
    page.get_by_role("button", name="The ticked texts are other articles").click()
    page.get_by_label("different articles").check()
    page.get_by_label("Reason").fill("three mills")
    page.get_by_role("button", name="Separate 2 texts").click()
    expect(page.get_by_text("2 new articles")).to_be_visible()
    assert Article.objects.public().count() == 3
    page.get_by_role("link", name="the page of this decision").click()
    page.get_by_role("button", name="Undo this decision").click()
    expect(page.get_by_role("button", name="Redo this decision")).to_be_visible()
    assert Article.objects.public().count() == 1
