"""Test the two dates "from" and "to" above a list."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from archive.listing.article_filter import ArticleFilter
from tests.listing.lists import list_at
from tests.search_library import Library


@pytest.mark.parametrize(
    ("address", "moved"),
    [
        ("from=May+2024&to=15.6.2024", "date=2024-05..2024-06-15"),
        (
            "q=iron&from=Juche+113&to=&source=kcna-kp&sort=oldest",
            "q=iron&source=kcna-kp&date=2024..&sort=oldest",
        ),
        ("from=&to=2024", "date=..2024"),
        ("from=1+August&to=10+August+2024", "date=2024-08-01..2024-08-10"),
        ("from=2024-05&to=May+2024&date=2023&date=-2024-05-03", "date=2024-05&date=-2024-05-03"),
        ("from=&to=&q=iron&page=2", "q=iron&page=2"),
        ("date=*-4-15", "date=*-04-15"),
    ],
)
def test_two_dates_are_a_period_of_the_list(library: Library, address: str, moved: str) -> None:
    shown = list_at(address)
    assert shown.is_moved
    assert shown.address.url().partition("?")[2] == moved
    again = list_at(moved)
    assert not again.is_moved
    assert again.results.total == shown.results.total


def test_the_form_has_the_period_and_all_other_filters(library: Library) -> None:
    form = list_at(
        "q=iron&date=2024-05..&date=-2025&source=kcna-kp&count=stories&page=2"
    ).date_form()
    assert (form.first, form.last) == ("2024-05", "")
    assert form.kept == (
        ("q", "iron"),
        ("source", "kcna-kp"),
        ("date", "-2025"),
        ("count", "stories"),
    )
    for address, fields in (
        ("date=2024-05", ("2024-05", "2024-05")),
        ("date=..2024", ("", "2024")),
        ("date=2024&date=2025", ("", "")),
        ("date=unknown", ("", "")),
        ("date=*-04-15", ("", "")),
    ):
        form = list_at(address).date_form()
        assert (form.first, form.last) == fields, address


@pytest.mark.parametrize(
    ("address", "others"),
    [
        ("date=4/5/2024", ["date=2024-04-05"]),
        ("date=-4/5/2024&q=iron", ["q=iron&date=-2024-04-05"]),
        ("from=4/5/2024&to=2024-06", ["from=2024-04-05&to=2024-06"]),
        (
            "from=4/5/2024&to=6/7/2024",
            ["from=2024-04-05&to=2024-07-06", "from=2024-05-04&to=2024-06-07"],
        ),
        ("from=13/5/2024", []),
    ],
)
def test_a_date_with_two_readings_is_shown_with_the_other(
    library: Library, address: str, others: list[str]
) -> None:
    shown = list_at(address)
    assert [link.url.partition("?")[2] for link in shown.other_orders()] == others
    assert shown.is_moved is not bool(others)


def test_wrong_dates_stay_in_the_form(library: Library, client: Client) -> None:
    for typed, sentence in (
        (("13.10.24", "2024"), "“13.10.24” has no year with four digits, such as 2024."),
        (("", "10 August"), "“10 August” has no year. Write it, too: 17 April 2025."),
        (("", "2024..2025"), "“2024..2025” is not a single day, month or year."),
        (("2025", "2024"), "The range 2025..2024 ends before it starts."),
        (("100% soon", ""), "“100% soon” is not a valid date. Use 2025, "),
    ):
        address = urlencode({"q": "iron", "from": typed[0], "to": typed[1]})
        wrong = ArticleFilter(QueryDict(address), path="/articles/")
        assert not wrong.is_valid()
        [error] = wrong.error_list
        assert error.sentence.startswith(sentence)
        assert error.drop_url == "/articles/?q=iron"
        readable = wrong.without_unread_dates()
        assert readable
        shown, form = readable
        assert shown.results.total == list_at("q=iron").results.total
        assert (form.first, form.last, form.kept) == (*typed, (("q", "iron"),))
        assert form.problem.startswith(sentence)
    page = client.get("/articles/", {"q": "iron", "from": "soon", "to": "May 2024"})
    text = page.content.decode()
    assert page.status_code == 400
    for part in ('value="soon"', 'value="May 2024"', 'value="iron"', 'id="date-problem"'):
        assert part in text
    both = client.get("/articles/", {"from": "soon", "page": "x"})
    assert (both.status_code, b"soon" in both.content) == (400, True)
