"""Test a corrector's work in a real browser: find, correct and restore a doubtful article."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Dialog, Page, Route, expect

from archive.admin.access import CORRECTORS
from archive.corrections import correct
from archive.models import Article
from archive.search import rebuild
from tests.factories import make_article, make_mention, make_place, make_problem, make_source

PASSWORD = "a-long-way-to-nowhere"
# If `preload` were True, axe would load the style sheets by script, but the content security policy
# forbids this. `resultTypes` leaves out the long lists of what is right.
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "preload": False,
    "resultTypes": ["violations"],
}


@pytest.fixture
def doubtful(site: str) -> Article:
    """Make an article with a doubtful date, another article, and a corrector called grace."""
    grace = User.objects.create_user("grace", password=PASSWORD, is_staff=True)
    grace.groups.add(Group.objects.get(name=CORRECTORS))
    make_source("Voice of Korea", "voice-of-korea")
    problem = make_problem("dates-disagree", "Two dates.")
    make_article({"title": "A quiet article"})
    article = make_article(
        {"title": "A doubtful article"}, problems=[problem], is_date_doubtful=True
    )
    make_mention(article, make_place("Kujang", parent=make_place("North Phyongan", "province")))
    rebuild()
    return article


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """Yield a page; at the end check that no policy violation, missing file or error occurred."""
    reports: list[str] = []
    page.on(
        "console",
        lambda message: (
            reports.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: reports.append(str(error)))
    yield page
    assert reports == []


def log_in(page: Page, site: str, target: str) -> None:
    page.goto(f"{site}{target}")
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


@contextmanager
def delayed(page: Page, script: str) -> Iterator[None]:
    """Let `page` get `script`, a pattern of its address, only at the end of the block."""
    routes: list[Route] = []
    page.route(script, lambda route: routes.append(route))
    yield
    while not routes:  # the page asks for the script in its own time
        page.wait_for_timeout(20)
    routes.pop().continue_()
    page.unroute(script)
    page.wait_for_load_state()


def check_accessibility(page: Page) -> None:
    report = Axe().run(page, options=WCAG)
    assert report.violations_count == 0, report.generate_report()


def test_a_doubtful_article_is_found_corrected_and_restored_by_undo(
    watched: Page, site: str, doubtful: Article
) -> None:
    page = watched
    log_in(page, site, reverse("admin:archive_article_changelist"))
    page.get_by_role("link", name="Doubtful", exact=True).click()
    expect(page.get_by_role("link", name="A quiet article")).to_have_count(0)
    page.get_by_role("link", name="A doubtful article").click()

    form = page.get_by_role("form", name="Correct")
    form.get_by_label("Published").fill("2025-04-16")
    form.get_by_label("Source").select_option("Voice of Korea")
    form.get_by_label("Reason").fill("the sign-off is right")
    form.get_by_role("button", name="Save the corrections", exact=True).first.click()
    expect(page.get_by_text("Corrected. Readers see the correction now.")).to_be_visible()
    expect(page.get_by_text("the date is doubtful")).to_have_count(0)

    page.get_by_role("link", name="View on site").click()
    expect(page.locator("body")).to_contain_text("16 April 2025")
    expect(page.locator("body")).to_contain_text("Voice of Korea")
    page.goto(f"{site}{reverse('articles')}?source=voice-of-korea")
    expect(page.get_by_role("link", name="A doubtful article")).to_be_visible()

    page.goto(f"{site}{reverse('admin:archive_article_change', args=[doubtful.pk])}")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.get_by_text("the date is doubtful")).to_be_visible()
    doubtful.refresh_from_db()
    assert str(doubtful.published_on) == "2025-04-17"


def test_the_link_beside_a_field_shows_its_words_in_the_saved_file(
    watched: Page, site: str, doubtful: Article
) -> None:
    page = watched
    log_in(page, site, reverse("admin:archive_article_change", args=[doubtful.pk]))
    page.get_by_role("link", name="show in the file the words of Title").click()
    expect(page.locator("mark:target")).to_have_text("A doubtful article")
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_a_script_that_comes_late_does_not_move_the_cursor(
    watched: Page, site: str, doubtful: Article
) -> None:
    page = watched
    with delayed(page, "**/focus*.js"):
        log_in(page, site, reverse("admin:archive_article_change", args=[doubtful.pk]))
        page.get_by_label("Published").fill("2025-04-1")
        reason = page.get_by_role("form", name="Correct").get_by_label("Reason")
        reason.press_sequentially("the sign")
    reason.page.keyboard.type("-off")
    expect(reason).to_have_value("the sign-off")

    reason.fill("")
    page.get_by_label("Published").fill("2025-04-17")
    with delayed(page, "**/focus*.js"):
        page.reload(wait_until="commit")
        page.get_by_label("Published").fill("2025-04-1")
    page.keyboard.type("6")  # what was typed is not selected, so it stays
    expect(page.get_by_label("Published")).to_have_value("2025-04-16")
    page.get_by_label("Published").fill("2025-04-17")


def test_the_browser_asks_before_typed_text_is_lost(
    watched: Page, site: str, doubtful: Article
) -> None:
    page = watched
    asked: list[str] = []
    # Answers to the browser's question whether to leave the page: first no, then yes.
    answers = [False, True]

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if answers.pop(0):
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    with delayed(page, "**/unsaved*.js"):
        log_in(page, site, reverse("admin:archive_article_change", args=[doubtful.pk]))
        page.get_by_label("Title").press_sequentially("Typed")  # the script is not loaded yet
    form = page.get_by_role("form", name="Places")
    form.get_by_label("Decision about Kujang County").select_option("wrong")
    form.get_by_label("Reason").fill("a person's name")
    form.get_by_role("button", name="Save the decisions about names").click()
    expect(page.get_by_label("Title")).to_have_value(re.compile("Typed"))
    assert asked == ["beforeunload"]
    page.get_by_role("form", name="Places").get_by_role(
        "button", name="Save the decisions about names"
    ).click()
    expect(page.get_by_text("The decisions about names are saved.")).to_be_visible()
    assert asked == ["beforeunload", "beforeunload"]
    page.get_by_label("Title").fill("Typed again")
    page.get_by_role("form", name="Correct").get_by_label("Reason").fill("because")
    page.get_by_role("button", name="Save the corrections").first.click()
    expect(page.get_by_text("Corrected. Readers see the correction now.")).to_be_visible()
    assert answers == []


def test_the_forms_work_without_a_mouse(watched: Page, site: str, doubtful: Article) -> None:
    page = watched
    log_in(page, site, reverse("admin:archive_article_change", args=[doubtful.pk]))
    expect(page.locator("[autofocus]")).to_be_focused()  # later, the page moves the focus no more
    form = page.get_by_role("form", name="Places")
    form.get_by_label("Decision about Kujang County").focus()
    page.keyboard.type("wrong")
    form.get_by_label("Reason").focus()
    page.keyboard.type("a person's name")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The decisions about names are saved.")).to_be_visible()
    assert doubtful.mentions.get().state == "rejected"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_pages_of_the_admin_are_accessible_and_fit_the_window(
    watched: Page, site: str, doubtful: Article, width: int, scheme: str
) -> None:
    page = watched
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site}{reverse('admin:login')}")
    check_accessibility(page)
    log_in(page, site, reverse("admin:archive_article_changelist"))
    check_accessibility(page)
    kujang = doubtful.mentions.get().entity_id
    decision = correct(doubtful, {"title": "Seen"}, "to look at", User.objects.get())
    for name, arguments in (
        ("index", []),
        ("archive_entity_changelist", []),
        ("archive_entity_review", []),
        ("archive_entity_change", [kujang]),
        ("archive_entity_decision", [kujang, "merge"]),
        ("archive_entity_decision", [kujang, "accept"]),
        ("archive_article_change", [doubtful.pk]),
        ("archive_extract_change", [doubtful.shown_extract_id]),
        ("archive_decision_change", [decision.pk]),
        ("archive_correction_changelist", []),
        ("archive_capture_changelist", []),
        ("archive_knownitem_changelist", []),
    ):
        page.goto(f"{site}{reverse(f'admin:{name}', args=arguments)}")
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
