"""Test the front page of the admin: it links each list of waiting items, with a count."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.models import Article, Capture, FileReport
from tests.factories import make_article, make_mention, make_named, make_place, make_problem

pytestmark = pytest.mark.django_db

TITLES = [
    "Not reviewed",
    "Similar names",
    "Ambiguous in an article",
    "Quotation no longer in the text",
    "Articles with problems",
    "Rejected and failed files",
]


def reject(article: Article) -> None:
    assert article.shown_extract is not None
    captures = Capture.objects.filter(pk=article.shown_extract.capture_id)
    captures.update(rejection="layout-none", rejection_message="No layout fits.")
    capture = captures.get()
    FileReport.objects.create(
        run=capture.run, path="/a.txt", outcome="rejected", reason="layout-none", capture=capture
    )


@pytest.fixture
def waiting() -> None:
    """Make items for every list of waiting items, and items that must not be in any list.

    The lists get different numbers of items, so that a test fails if two counts are exchanged.
    """
    for number, word in enumerate(("Health", "Kusong", "Pill", "Cotton", "Steel", "Silk"), start=1):
        make_named(f"{word} Works of Pyongyang", is_listed=False)
        if number <= 3:
            make_named(f"{word} Work of Pyongyang", is_listed=False)
    for _ in range(2):
        make_article(problems=[make_problem("place-ambiguous", "Two Unsans.")])
    for _ in range(3):
        make_article(problems=[make_problem("dates-disagree", "Two dates.")])
    article = make_article()
    make_mention(article, make_place("Kusong"))
    for name in ("Kujang", "Unsan", "Kusong City", "Cholsan"):
        mention = make_mention(article, make_place(name), "Kusong")
        mention.state, mention.start, mention.end = "confirmed", None, None
        mention.is_detached = True
        mention.save()
    for _ in range(7):
        reject(make_article())


@pytest.fixture
def nothing_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set QUICK to 0, so that a request does not compare the names, even if there are few.

    QUICK is the largest number of names that the admin compares while a page waits.
    """
    monkeypatch.setattr("archive.admin.similar_names.QUICK", 0)


def items(client: Client) -> dict[str, tuple[str, str]]:
    """Return a dict: title of a list on the front page -> (address of the list, its count).

    The count is the text beside the title. It tells how many entries the list has: "12", "more
    than 10,000".
    """
    html = client.get(reverse("admin:index")).content.decode()
    links = re.findall(
        r'<li><a href="([^"]+)">([^<]+)</a> <span class="waiting-count">([^<]+)</span>', html
    )
    return {title: (url.replace("&amp;", "&"), count) for url, title, count in links}


def rows(response: Any) -> int:
    """Return the number of rows on all pages of the list in `response`."""
    if "cl" in response.context:
        return int(response.context["cl"].paginator.count)
    return int(response.context["page"].page.paginator.count)


def test_each_number_is_the_length_of_the_list_behind_it(corrector: Client, waiting: None) -> None:
    shown = items(corrector)
    assert {title: count for title, (_url, count) in shown.items()} == dict(
        zip(TITLES, ("9", "3", "2", "4", "5", "7"), strict=True)
    )
    for title, (url, count) in shown.items():
        assert rows(corrector.get(url)) == int(count), title


def test_many_similar_names_are_counted_on_their_own_page_and_kept_until_names_change(
    corrector: Client, waiting: None, nothing_is_quick: None
) -> None:
    url, count = items(corrector)["Similar names"]
    assert count == "not counted yet"
    for section in ("found", "unclear", "detached"):
        page = corrector.get(reverse("admin:archive_entity_review"), {"doubt": section})
        assert "Similar names <span" in page.content.decode()
    assert items(corrector)["Similar names"][1] == "not counted yet"
    assert rows(corrector.get(url)) == 3
    assert items(corrector)["Similar names"][1] == "3"
    make_named("Cotton Work of Pyongyang", is_listed=False)
    assert items(corrector)["Similar names"][1] == "not counted yet"
    assert rows(corrector.get(url)) == 4
    assert items(corrector)["Similar names"][1] == "4"


@pytest.mark.parametrize("content", ['{"names": [', '{"pairs": []}', '{"names": [], "pairs": [1]}'])
def test_a_damaged_file_of_similar_names_is_computed_again(
    corrector: Client, waiting: None, nothing_is_quick: None, state_dir: Path, content: str
) -> None:
    url, _count = items(corrector)["Similar names"]
    corrector.get(url)
    for path in state_dir.glob("similar-names-*.json"):
        path.write_text(content)
    assert items(corrector)["Similar names"][1] == "not counted yet"
    assert rows(corrector.get(url)) == 3


def test_an_empty_archive_has_nothing_waiting(corrector: Client) -> None:
    shown = items(corrector)
    assert list(shown) == TITLES
    assert {count for _url, count in shown.values()} == {"0"}


def test_a_very_long_list_is_not_counted_to_its_end(
    corrector: Client, waiting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.base_classes.BoundedPaginator.LIMIT", 5)
    shown = items(corrector)
    assert shown["Rejected and failed files"][1] == "more than 5"
    assert shown["Not reviewed"][1] == "more than 5"
    assert shown["Articles with problems"][1] == "5"
    for title in ("Rejected and failed files", "Not reviewed"):
        assert rows(corrector.get(shown[title][0])) == 5


@pytest.mark.parametrize(
    ("permission", "titles"),
    [
        ("view_entity", TITLES[:4]),
        ("view_article", ["Articles with problems"]),
        ("view_filereport", ["Rejected and failed files"]),
        ("view_source", []),
    ],
)
def test_only_lists_that_the_user_may_see_are_shown(
    client: Client, waiting: None, permission: str, titles: list[str]
) -> None:
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    assert list(items(client)) == titles


def test_the_number_of_queries_does_not_grow_with_what_waits(
    corrector: Client, waiting: None, django_assert_max_num_queries: Any
) -> None:
    corrector.get(reverse("admin:archive_entity_review"), {"doubt": "alike"})
    with django_assert_max_num_queries(20):
        items(corrector)


def test_rejected_files_are_found_by_an_index(db: None) -> None:
    if connection.vendor == "postgresql":  # PostgreSQL uses no index for a small table
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "capture_rejected" in Capture.objects.exclude(rejection="").order_by().explain()
