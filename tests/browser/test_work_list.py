"""Test that staff can work through a list of articles with the keyboard alone, without script."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Page, expect

from archive.admin.access import CORRECTORS
from archive.models import Article, Decision
from archive.search import rebuild
from tests.factories import make_article, make_problem

PASSWORD = "a-long-way-to-nowhere"


@pytest.fixture
def doubtful(site: str) -> list[Article]:
    """Make a corrector called grace, and four articles with doubtful dates."""
    grace = User.objects.create_user("grace", password=PASSWORD, is_staff=True)
    grace.groups.add(Group.objects.get(name=CORRECTORS))
    problem = make_problem("dates-disagree", "Two dates.")
    articles = [make_article({"title": f"Mill {n}"}, problems=[problem]) for n in range(4)]
    for article in articles:
        assert article.shown_extract
        read = article.shown_extract.fields["published"]
        other = {**read, "value": "2025-04-30"}
        article.shown_extract.witnesses = {"header": read, "sign_off": other}
        article.shown_extract.save()
    rebuild()
    return articles


def press_with_alt(page: Page, key: str) -> None:
    """Press a key of the page together with Alt.

    Playwright's own key presses do not say which letter the key has without Alt, so the browser
    finds no element for them.
    """
    event = {"modifiers": 1, "key": key, "unmodifiedText": key}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def retype(page: Page, value: str) -> None:
    """Replace the value of the field that the page opened with."""
    expect(page.get_by_label("Published")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(value)


def log_in(page: Page) -> None:
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("grace")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_a_list_is_worked_through_with_the_keyboard_alone(
    scriptless_page: Page, site: str, doubtful: list[Article]
) -> None:
    page = scriptless_page
    place = page.locator(".work-place")
    page.goto(f"{site}{reverse('admin:archive_article_changelist')}?problems=yes")
    log_in(page)
    expect(page.get_by_text("4 results")).to_be_visible()
    press_with_alt(page, "n")
    expect(place).to_contain_text("1 of 4: Has problems")
    press_with_alt(page, "n")
    expect(place).to_contain_text("2 of 4")
    press_with_alt(page, "p")
    expect(place).to_contain_text("1 of 4")
    retype(page, "2025-04-16")
    press_with_alt(page, "r")
    page.keyboard.type("the sign-off is right")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mill 3: Corrected.")).to_be_visible()
    expect(place).to_contain_text("1 of 3")
    press_with_alt(page, "2")
    expect(page.get_by_text("Mill 2: Decided: Published: 2025-04-30.")).to_be_visible()
    # The login ends; nothing that was typed is lost, and the place in the list is kept.
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    retype(page, "2025-04")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are not logged in any more")).to_be_visible()
    log_in(page)
    expect(page.locator(".typed-values")).to_contain_text("2025-04")
    send = page.get_by_role("button", name="Send it again")
    while not send.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mill 1: Corrected.")).to_be_visible()
    expect(place).to_contain_text("1 of 1")
    press_with_alt(page, "1")
    expect(page.get_by_text("That was the last article of this list.")).to_be_visible()
    shown = Article.objects.order_by("-pk").values_list("published_on", "published_precision")
    assert [(str(day), precision) for day, precision in shown] == [
        ("2025-04-16", "day"),
        ("2025-04-30", "day"),
        ("2025-04-01", "month"),
        ("2025-04-17", "day"),
    ]
    assert Decision.objects.count() == 4
