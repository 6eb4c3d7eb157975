"""Test the parameters of a list: allowed values, effects, and the sentence about the whole list."""

import pytest
from django.http import QueryDict

from archive.listing.address import MAX_CHOICES
from archive.listing.article_filter import ArticleFilter
from archive.listing.list_links import other_links
from archive.models import OldSlug
from archive.search import rebuild
from tests.listing.lists import lines, list_at
from tests.search_library import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Library:
    library = Library()
    library.article("Kujang Factory", source="voice-of-korea", on="2025-03-14", places=["kujang"])
    library.article("Kusong Mill", source="kcna-kp", on="2025-04", places=["kusong"])
    library.article("Visitors", source=None, on=None)
    rebuild()
    return library


def errors_at(address: str) -> list[tuple[str, str]]:
    article_filter = ArticleFilter(QueryDict(address), path="/articles/")
    assert not article_filter.is_valid()
    return [(error.sentence, error.drop_url) for error in article_filter.error_list]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "All articles"),
        ("source=&date=&q=", "All articles"),
        ("count=stories", "All stories"),
        ("source=kcna-kp&count=stories", "Stories from KCNA.kp"),
        (
            "source=voice-of-korea&place=kujang&date=2025-03",
            "Articles from Voice of Korea mentioning Kujang County, March 2025",
        ),
        (
            "place=unsan-north-phyongan",
            "Articles mentioning Unsan County (North Phyongan Province)",
        ),
        ("q=iron+OR+steel&source=kcna-kp", "Articles from KCNA.kp matching “iron OR steel”"),
        ("source=kcna-kp&source=voice-of-korea", "Articles from KCNA.kp or Voice of Korea"),
        (
            "source=-kcna-kp&place=-kujang",
            "Articles not from KCNA.kp and not mentioning Kujang County",
        ),
        ("source=unknown&date=unknown", "Articles from an unknown source, of unknown date"),
        ("place=-unknown&date=-unknown", "Articles with a known place, of known date"),
        ("place=-kujang", "Articles not mentioning Kujang County"),
        ("place=kujang&person=ri-su-yong", "Articles mentioning Kujang County and Ri Su Yong"),
        (
            "source=kcna-kp&place=kujang&organisation=kim-chaek-complex&person=ri-su-yong&person=-kim-tok-hun",
            (
                "Articles from KCNA.kp mentioning Kujang County, Kim Chaek Iron and Steel Complex"
                " and Ri Su Yong but not Kim Tok Hun"
            ),
        ),
        (
            "place=kujang&place=kusong&person=ri-su-yong",
            "Articles mentioning Kujang County or Kusong City and mentioning Ri Su Yong",
        ),
        (
            "place=kujang&place=-kusong&person=ri-su-yong",
            "Articles mentioning Kujang County but not Kusong City and mentioning Ri Su Yong",
        ),
        (
            "place=unknown&person=ri-su-yong",
            "Articles mentioning no known place and mentioning Ri Su Yong",
        ),
        (
            "place=kujang&person=-ri-su-yong",
            "Articles mentioning Kujang County and not mentioning Ri Su Yong",
        ),
        ("place=kujang&place=-kusong", "Articles mentioning Kujang County but not Kusong City"),
        (
            "date=2025-04..2025-06&date=-2025-05-01",
            "Articles, April 2025 to June 2025, but not 1 May 2025",
        ),
        ("date=2025..", "Articles, since 2025"),
        ("date=unknown", "Articles of unknown date"),
        ("date=-unknown", "Articles of known date"),
        ("date=2025&date=unknown", "Articles, 2025 or of unknown date"),
    ],
)
def test_the_sentence_describes_the_list(library: Library, address: str, sentence: str) -> None:
    assert list_at(address).heading() == sentence


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        (
            "place=kujang&q=a&source=voice-of-korea",
            "/articles/?q=a&source=voice-of-korea&place=kujang",
        ),
        (
            "source=voice-of-korea&source=kcna-kp&source=kcna-kp",
            "/articles/?source=kcna-kp&source=voice-of-korea",
        ),
        ("place=-kujang&place=kusong", "/articles/?place=kusong&place=-kujang"),
        ("sort=newest&page=1", "/articles/"),
        ("q=a&sort=relevance", "/articles/?q=a"),
        ("q=a&sort=newest&page=2", "/articles/?q=a&sort=newest&page=2"),
        ("nonsense=1&date=2025-04..2025-06", "/articles/?date=2025-04..2025-06"),
    ],
)
def test_one_page_has_one_address(library: Library, address: str, canonical: str) -> None:
    assert list_at(address).address.url() == canonical


@pytest.mark.parametrize(
    ("address", "sentence", "rest"),
    [
        ("source=nobody&q=a", "There is no source “nobody” in this archive.", "/articles/?q=a"),
        (
            "source=kcna-kp&source=-nobody",
            "There is no source “nobody” in this archive.",
            "/articles/?source=kcna-kp",
        ),
        ("place=x%00y", "There is no place “x\0y” in this archive.", "/articles/"),
        ("place=-", "There is no place “” in this archive.", "/articles/"),
        ("source=%ED%95%9C", "There is no source “한” in this archive.", "/articles/"),
        (
            "date=2025-13",
            "“2025-13” is not a valid date. Use 2025, 2025-04, 2025-04-17 or 2025-04..2025-06.",
            "/articles/",
        ),
        (
            "date=2025-02-30",
            "“2025-02-30” is not a valid date. Use 2025, 2025-04, 2025-04-17 or 2025-04..2025-06.",
            "/articles/",
        ),
        (
            "date=2025-06..2025-04",
            "The range 2025-06..2025-04 ends before it starts.",
            "/articles/",
        ),
        ("date=..", "A range of dates needs a start or an end.", "/articles/"),
        (
            "date=yesterday",
            "“yesterday” is not a valid date. Use 2025, 2025-04, 2025-04-17 or 2025-04..2025-06.",
            "/articles/",
        ),
        (
            "sort=best",
            "“best” is not an order of articles. Use newest, oldest, added or relevance.",
            "/articles/",
        ),
        (
            "page=0&q=a",
            "“0” is not the number of a page. Pages are numbered from 1.",
            "/articles/?q=a",
        ),
        ("page=-1", "“-1” is not the number of a page. Pages are numbered from 1.", "/articles/"),
        (
            "page=%D9%A3",
            "“٣” is not the number of a page. Pages are numbered from 1.",
            "/articles/",
        ),
    ],
)
def test_an_error_names_the_value_and_links_to_the_list_without_it(
    library: Library, address: str, sentence: str, rest: str
) -> None:
    assert errors_at(address) == [(sentence, rest)]


def test_an_error_repeats_only_part_of_a_long_value(library: Library) -> None:
    for address in (
        "date=" + "9" * 5_000,
        "source=" + "x" * 5_000,
        "sort=" + "x" * 5_000,
        "page=" + "9" * 5_000,
    ):
        [(sentence, rest)] = errors_at(address)
        assert len(sentence) < 200
        assert rest == "/articles/"


def test_too_many_values_in_an_address_are_an_error(library: Library) -> None:
    years = [f"date={year}" for year in range(1900, 1900 + MAX_CHOICES)]
    assert len(list_at("&".join(years)).chips()) == MAX_CHOICES
    assert len(list_at("&".join(years * 2)).chips()) == MAX_CHOICES
    [(sentence, rest)] = errors_at(
        "&".join(["q=iron", *years, "date=-1999", "date=unknown", "source=-kcna-kp"])
    )
    assert sentence == (
        f"There are {MAX_CHOICES + 3} values of filters in this address; at most {MAX_CHOICES} can"
        " be chosen together."
    )
    assert rest == "/articles/?" + "&".join(["q=iron", "source=-kcna-kp", *years])
    assert list_at(rest.removeprefix("/articles/?"))


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_links_of_a_full_address_lead_to_lists(library: Library, sign: str) -> None:
    """Check the links of a list that already has MAX_CHOICES selected or excluded values.

    No link may add a value, and the other links must lead to lists.
    """
    count = MAX_CHOICES + (not sign)  # one selected value is not counted, see `choice_count`
    shown = list_at("&".join(f"date={sign}{year}" for year in range(1900, 1900 + count)))
    assert shown.address.is_full
    for facet in shown.facets():
        for value in lines(facet.values):
            assert not value.exclude_url, value
            assert not value.add_url, value
            behind = list_at(value.url.partition("?")[2])
            assert behind.results.total == value.count, value
            assert not value.remove_url or list_at(value.remove_url.partition("?")[2])


def test_an_address_with_one_value_less_has_links_that_make_it_full(library: Library) -> None:
    shown = list_at("&".join(f"date={year}" for year in range(1900, 1900 + MAX_CHOICES)))
    values = [value for facet in shown.facets() for value in lines(facet.values)]
    added = [url for value in values for url in (value.add_url, value.exclude_url) if url]
    assert added
    assert all(list_at(url.partition("?")[2]).address.is_full for url in added)


def test_links_keep_the_part_of_a_long_text_that_was_searched_for(library: Library) -> None:
    long = list_at("q=" + "iron+" * 4_000)
    assert long.results.notes
    again = list_at(long.address.url().removeprefix("/articles/?"))
    assert not again.results.notes
    assert again.describe() == long.describe()
    assert len(long.describe()) < 1_100


def test_each_value_in_error_has_its_own_sentence(library: Library) -> None:
    assert [sentence for sentence, _rest in errors_at("source=a&source=b&date=c")] == [
        "There is no source “a” in this archive.",
        "There is no source “b” in this archive.",
        "“c” is not a valid date. Use 2025, 2025-04, 2025-04-17 or 2025-04..2025-06.",
    ]


def test_another_way_to_read_the_search_is_a_link_with_the_same_filters(library: Library) -> None:
    shown = list_at("q=IRON+AND+STEEL&source=kcna-kp&page=2")
    assert [link.url for link in other_links(shown.address, shown.results.others)] == [
        "/articles/?q=IRON+and+STEEL&source=kcna-kp"
    ]


def test_a_page_beyond_the_last_is_recognised(library: Library) -> None:
    assert not list_at("page=1").is_beyond_last
    assert list_at("page=2").is_beyond_last
    assert list_at("page=1000000000").is_beyond_last
    assert not list_at("q=nothingmatchesthis").is_beyond_last


@pytest.mark.parametrize(
    "words", ["%00", "%F0%9F%A6%8A", "%EF%BF%BF", "%22", "-", "a" * 20_000, "%ED%A0%80"]
)
def test_unusual_texts_can_be_searched(library: Library, words: str) -> None:
    article_filter = list_at(f"q={words}")
    article_filter.results  # noqa: B018  (answers)
    assert article_filter.describe()


def test_the_query_set_of_a_list_has_its_articles_in_order(library: Library) -> None:
    assert [article.title for article in list_at("sort=oldest").qs] == [
        "Kujang Factory",
        "Kusong Mill",
        "Visitors",
    ]
    assert [article.title for article in list_at("").qs] == [
        "Kusong Mill",
        "Kujang Factory",
        "Visitors",
    ]


def test_a_chip_removes_one_filter(library: Library) -> None:
    chips = list_at("q=factory&source=voice-of-korea&place=-kusong&date=2025-03&page=3").chips()
    assert [(chip.label, chip.remove_url) for chip in chips] == [
        ("“factory”", "/articles/?source=voice-of-korea&date=2025-03&place=-kusong"),
        ("Voice of Korea", "/articles/?q=factory&date=2025-03&place=-kusong"),
        ("Not: Kusong City", "/articles/?q=factory&source=voice-of-korea&date=2025-03"),
        ("March 2025", "/articles/?q=factory&source=voice-of-korea&place=-kusong"),
    ]


@pytest.mark.parametrize(
    ("address", "subjects"),
    [
        ("q=factory&date=2025", []),
        ("person=kim-tok-hun", [("Kim Tok Hun", "/people/kim-tok-hun/")]),
        (
            "source=kcna-kp&place=unsan-north-phyongan&place=-kusong&organisation=academy-of-sciences",
            [
                ("KCNA.kp", "/sources/kcna-kp/"),
                ("Unsan County (North Phyongan Province)", "/places/unsan-north-phyongan/"),
                ("Academy of Sciences", "/organisations/academy-of-sciences/"),
            ],
        ),
        ("place=kujang&place=kusong&source=unknown&person=-ri-su-yong", []),
    ],
)
def test_the_only_chosen_value_of_a_facet_is_linked_to_its_page(
    library: Library, address: str, subjects: list[tuple[str, str]]
) -> None:
    assert list_at(address).subjects() == subjects


def test_relevance_is_offered_only_with_a_search_text(library: Library) -> None:
    plain = list_at("source=kcna-kp").sort_links()
    assert [(link.value, link.is_current, link.url) for link in plain] == [
        ("newest", True, "/articles/?source=kcna-kp"),
        ("oldest", False, "/articles/?source=kcna-kp&sort=oldest"),
        ("added", False, "/articles/?source=kcna-kp&sort=added"),
    ]
    with_words = list_at("q=a&sort=newest").sort_links()
    assert [(link.value, link.is_current, link.url) for link in with_words] == [
        ("relevance", False, "/articles/?q=a"),
        ("newest", True, "/articles/?q=a&sort=newest"),
        ("oldest", False, "/articles/?q=a&sort=oldest"),
        ("added", False, "/articles/?q=a&sort=added"),
    ]
    for without_words in ("q=date:2025", "q=date:2025&sort=newest"):
        assert [(link.value, link.is_current) for link in list_at(without_words).sort_links()] == [
            ("newest", True),
            ("oldest", False),
            ("added", False),
        ]


def test_the_search_box_keeps_the_filters(library: Library) -> None:
    carried = list_at("q=a&source=kcna-kp&place=kusong&page=2&sort=oldest").carried()
    assert carried == [("source", "kcna-kp"), ("place", "kusong"), ("sort", "oldest")]


def test_an_old_slug_is_replaced_in_the_address(library: Library) -> None:
    OldSlug.objects.create(kind="place", slug="kujang-gun", entity=library.places["kujang"])
    OldSlug.objects.create(kind="source", slug="vok", source=library.sources["voice-of-korea"])
    moved = list_at("place=-kujang-gun&source=vok")
    assert moved.is_moved
    assert moved.address.url() == "/articles/?source=voice-of-korea&place=-kujang"
    assert not list_at("place=kujang").is_moved


def test_a_merged_place_is_the_one_it_was_merged_into(library: Library) -> None:
    merged = library.places["kusong"]
    merged.merged_into = library.places["kujang"]
    merged.save()
    moved = list_at("place=kusong")
    assert moved.is_moved
    assert moved.address.values("place") == ("kujang",)
