"""Test the facet of languages in lists, addresses, feeds, searches and sentences."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import corrections
from archive.listing.facet_blocks import FacetBlock
from archive.search import SearchQuery, catch_up, rebuild, search
from archive.search.language_codes import language_name, read_language
from tests.factories import make_article
from tests.listing.lists import list_at
from tests.search_library import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Library:
    library = Library()
    library.article("Iron", language="en")
    library.article("Steel", language="ko", source="voice-of-korea", places=["kujang"])
    library.article("Coal", language="ko")
    library.article("Rice", language="zh-Hans", on="2025")
    library.article("Silk", language="", source="voice-of-korea")
    rebuild()
    return library


def block(address: str) -> FacetBlock | None:
    return next((facet for facet in list_at(address).facets() if facet.name == "language"), None)


def labels_and_counts(address: str) -> list[tuple[str, int]]:
    shown = block(address)
    return [(value.label, value.count) for value in shown.values] if shown else []


def test_a_list_in_several_languages_shows_the_facet_of_languages(library: Library) -> None:
    assert labels_and_counts("") == [
        ("Korean", 2),
        ("English", 1),
        ("Simplified Chinese", 1),
        ("Unknown language", 1),
    ]
    assert labels_and_counts("source=voice-of-korea") == [("Korean", 1), ("Unknown language", 1)]


def test_a_list_in_one_language_has_no_facet_of_languages(library: Library) -> None:
    for address in ("place=kujang", "date=2025-01..2025-04-17&q=iron", "q=silk", "q=nothing"):
        assert block(address) is None, address


def test_a_chosen_language_is_shown_although_the_list_has_only_one(library: Library) -> None:
    assert labels_and_counts("place=kujang&language=ko") == [("Korean", 1)]
    assert labels_and_counts("place=kujang&language=-ja") == [("Korean", 1), ("Japanese", 0)]


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("language=ko", ["Coal", "Steel"]),
        ("language=-ko", ["Silk", "Iron", "Rice"]),
        ("language=en&language=ko", ["Coal", "Steel", "Iron"]),
        ("language=unknown", ["Silk"]),
        ("language=-unknown&language=-ko", ["Iron", "Rice"]),
        ("language=zh-hans", ["Rice"]),
        ("language=ja", []),
        ("q=language:ko", ["Coal", "Steel"]),
        ("q=language:Korean", ["Coal", "Steel"]),
        ('q=language:"Simplified Chinese"', ["Rice"]),
        ("q=-language:korean", ["Silk", "Iron", "Rice"]),
        ("q=language:unknown", ["Silk"]),
    ],
)
def test_an_address_or_a_search_chooses_languages(
    library: Library, address: str, titles: list[str]
) -> None:
    assert [article.title for article in list_at(address).qs] == titles


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("language=ko", "Articles in Korean"),
        ("language=-ko", "Articles not in Korean"),
        ("language=unknown", "Articles in an unknown language"),
        ("language=-unknown", "Articles in a known language"),
        ("language=ko&language=unknown", "Articles in Korean or an unknown language"),
        ("language=ko&language=-en", "Articles in Korean but not English"),
        ("language=tlh", "Articles in tlh"),
        (
            "language=ko&source=voice-of-korea&place=kujang&date=2025&q=steel",
            "Articles in Korean from Voice of Korea matching “steel”"
            " mentioning Kujang County, 2025",
        ),
    ],
)
def test_the_sentence_names_the_languages(library: Library, address: str, sentence: str) -> None:
    assert list_at(address).describe() == sentence


def test_chips_remove_a_language(library: Library) -> None:
    chips = list_at("date=2025&language=ko&language=-en").chips()
    assert [(chip.label, chip.remove_url) for chip in chips] == [
        ("Korean", "/articles/?date=2025&language=-en"),
        ("Not: English", "/articles/?date=2025&language=ko"),
        ("2025", "/articles/?language=ko&language=-en"),
    ]


@pytest.mark.parametrize("written", ["KO", "Korean", "korean"])
def test_a_language_has_one_address(library: Library, client: Client, written: str) -> None:
    for path in ("/articles/", "/articles/feed/", "/articles/language/"):
        response = client.get(path, {"language": f"-{written}"})
        assert (response.status_code, response["Location"]) == (301, f"{path}?language=-ko")


def test_an_unknown_language_is_an_error_with_a_link_to_the_list_without_it(
    library: Library, client: Client
) -> None:
    response = client.get("/articles/?language=Klingonese!&date=2025")
    assert response.status_code == 400
    page = response.content.decode()
    assert "“Klingonese!” is not a known language." in page
    assert 'href="/articles/?date=2025"' in page


def test_a_search_for_an_unknown_language_has_a_note(library: Library) -> None:
    assert search(SearchQuery(words="language:klingonese")).notes == (
        "There is no language “klingonese” in this archive; it was searched for in the text.",
    )


def test_the_page_of_languages_lists_them_by_count_and_name(
    library: Library, client: Client
) -> None:
    page = client.get("/articles/language/").content.decode()
    assert "<strong>3</strong> languages" in page
    assert page.index("Korean") < page.index("English")
    by_name = client.get("/articles/language/?by=name").content.decode()
    assert by_name.index("English") < by_name.index("<bdi>Korean")
    page = client.get("/articles/language/?find=chin").content.decode()
    assert "<bdi>Simplified Chinese</bdi>" in page
    assert "<bdi>Korean</bdi>" not in page


def test_a_feed_has_the_articles_in_a_language(library: Library, client: Client) -> None:
    feed = client.get("/articles/feed/?language=ko").content.decode()
    assert "<title>Articles in Korean · Dateline</title>" in feed
    assert ("Steel" in feed, "Iron" in feed) == (True, False)


def test_a_corrected_language_counts_at_once() -> None:
    user = User.objects.create_user("ada")
    article = make_article({"language": "ko"})
    rebuild()
    assert labels_and_counts("language=ko") == [("Korean", 1)]
    decision = corrections.correct(article, {"language": "ja"}, "It is Japanese.", user)
    catch_up()
    assert labels_and_counts("language=ko") == [("Japanese", 1), ("Korean", 0)]
    corrections.undo(decision, user)
    catch_up()
    assert labels_and_counts("language=ko") == [("Korean", 1)]


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("ko", "ko", "Korean"),
        (" Korean ", "ko", "Korean"),
        ("norwegian bokmål", "nb", "Norwegian Bokmal"),
        ("ZH", "zh", "Chinese"),
        ("zh-CN", "zh-cn", "Simplified Chinese"),
        ("es-MX", "es-mx", "Mexican Spanish"),
        ("es-cu", "es-cu", "Spanish"),
        ("tlh", "tlh", "tlh"),
        ("", "", ""),
        ("한국어", "", ""),
        ("english2", "", ""),
        ("en-abcdefgh", "", ""),
    ],
)
def test_a_language_is_read_from_a_code_or_a_name(text: str, code: str, name: str) -> None:
    assert (read_language(text), language_name(code)) == (code, name)
