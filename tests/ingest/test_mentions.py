"""Tests of the mentions in sentences (mention_cases.toml), in `seeds/` and in random texts."""

import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mentions import Gazetteer, NameRow, PlaceRow, find_mentions
from ingest.parse import parse
from ingest.read import read_file
from ingest.values import FoundMentions, MentionSpan
from tests.conftest import CORPUS, SEEDS

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("mention_cases.toml").read_text()
)["case"]
GAZETTEER = Gazetteer.from_files()


KNOWN = {
    "place": set(GAZETTEER.places),
    "organisation": {row.slug for row in GAZETTEER.organisations.rows.values()},
    "person": {row.slug for row in GAZETTEER.persons.rows.values()},
}


FOUND_RULES = {
    "organisation-grammar",
    "short-name",
    "person-grammar",
    "person-title",
    "ri-of-county",
}


def places(results: FoundMentions) -> list[tuple[str, str]]:
    return [(mention.text, mention.entity or mention.name) for mention in _places(results)]


def _places(results: FoundMentions) -> list[MentionSpan]:
    return [
        mention
        for mention in results.mentions
        if mention.kind == "place" and not mention.is_implied
    ]


def assert_spans_hold(title: str, body: str, results: FoundMentions) -> None:
    """Check that each mention has the text at its span, and that mentions do not overlap.

    Implied mentions are an exception: each of them must be at the span of an organisation.
    """
    texts = {"title": title, "body": body}
    end: dict[str, int] = {"title": 0, "body": 0}
    organisations = {
        (item.field, item.start, item.end)
        for item in results.mentions
        if item.kind == "organisation"
    }
    for mention in results.mentions:
        assert texts[mention.field][mention.start : mention.end] == mention.text != ""
        if mention.is_implied:
            assert mention.kind == "place"
            assert (mention.field, mention.start, mention.end) in organisations
        else:
            assert mention.start >= end[mention.field]
            end[mention.field] = mention.end
        if mention.entity:
            assert mention.entity in KNOWN[mention.kind]
            assert not mention.name
        else:
            assert mention.name
            assert mention.rule in FOUND_RULES
        assert not mention.site or mention.site in GAZETTEER.places
        assert 0 < mention.confidence <= 1
        assert len(mention.rule) <= 60
    for problem in results.problems:
        assert all(0 <= start < end <= max(len(title), len(body)) for start, end in problem.spans)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_sentence_has_exactly_the_expected_mentions(case: dict[str, Any]) -> None:
    title, body = case.get("title", ""), case["body"]
    results = find_mentions(title, body, GAZETTEER)
    expected = [tuple(line.split(" = ")) for line in case.get("finds", [])]
    assert places(results) == [(words, slug) for words, slug, *_ in expected]
    for mention, (_, _, *rule) in zip(_places(results), expected, strict=True):
        assert not rule or [mention.rule] == rule
    implied = [f"{item.text} = {item.entity}" for item in results.mentions if item.is_implied]
    assert implied == case.get("implies", [])
    others = [
        f"{item.text} = {item.kind} {item.entity or item.name}{item.site and ' @ ' + item.site}"
        for item in results.mentions
        if item.kind != "place"
    ]
    assert others == case.get("others", others)
    assert [
        f"{problem.code} = {body[slice(*problem.spans[0])]}" for problem in results.problems
    ] == case.get("problems", [])
    assert_spans_hold(title, body, results)


def test_case_names_are_unique() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)


# The places that the saved files of the folder `seeds/` mention.
SEED_PLACES = {
    "000": {"pyongyang", "mt-taesong"},
    "001": {
        *(
            "songchon",
            "kujang",
            "kusong",
            "tongsin",
            "jaeryong",
            "ichon",
            "hamju",
            "kumya",
            "kyongsong",
            "orang",
        ),
    },
    "002": {"north-phyongan", "kusong", "kujang", "unsan-north-phyongan"},
    "003": set(),
}


def read_seed(number: str) -> tuple[str, str]:
    """Return the title and body of a saved file of the folder `seeds/`, by its number ("000")."""
    (article,) = parse(read_file(next(SEEDS.glob(f"{number}_*")))).articles
    return article.fields["title"].value, article.body


@pytest.mark.parametrize("number", SEED_PLACES)
def test_a_seed_has_exactly_the_expected_places(number: str) -> None:
    results = find_mentions(*read_seed(number), GAZETTEER)
    named = {
        item.entity for item in results.mentions if item.kind == "place" and not item.is_implied
    }
    assert named == SEED_PLACES[number]
    assert results.problems == ()


def test_the_misspelling_in_the_second_seed_is_linked_with_a_note() -> None:
    results = find_mentions(*read_seed("001"), GAZETTEER)
    hamju = next(mention for mention in results.mentions if mention.entity == "hamju")
    assert (hamju.text, hamju.rule) == ("Humju", "typed-list/misspelling")
    assert hamju.confidence < min(m.confidence for m in _places(results) if m is not hamju)


def test_a_problem_with_a_name_has_its_field_and_candidates() -> None:
    results = find_mentions("Kiln in Unsan County", "A kiln was repaired.", GAZETTEER)
    (problem,) = results.problems
    assert "in the title" in problem.message
    assert problem.candidates == ("unsan-north-phyongan", "unsan-south-phyongan")


PIECES = [
    *(
        "Kusong",
        "Unsan",
        "Kim Chaek",
        "North",
        "South",
        "South Hamgyong",
        "Kangwon",
        "Zorang",
        "Pyongyang",
        "Kim Jong Un",
    ),
    *(
        "City",
        "County",
        "counties",
        "provinces",
        "the city of",
        "the counties of",
        "District",
        "Province's",
    ),
    *(
        ", ",
        " and ",
        " ",
        "  ",
        "\n\n",
        "-",
        "'s",
        "’",
        "\u00a0",
        " of ",
        ". ",
        "ROK",
        "ŏ",
        "(KCNA)",
        "other ",
        "🙂",
    ),
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@given(title=texts, body=texts)
def test_mentions_in_any_text_have_correct_spans(title: str, body: str) -> None:
    assert_spans_hold(title, body, find_mentions(title, body, GAZETTEER))


COPY = pickle.loads(pickle.dumps(GAZETTEER))


@given(title=texts, body=texts)
def test_a_pickled_copy_of_the_gazetteer_finds_the_same_mentions(title: str, body: str) -> None:
    assert find_mentions(title, body, GAZETTEER) == find_mentions(title, body, COPY)


def test_an_empty_text_and_an_empty_gazetteer_are_allowed() -> None:
    assert find_mentions("", "", GAZETTEER) == FoundMentions(())
    results = find_mentions("", "In Kusong City and Pyongyang.", Gazetteer.from_rows([]))
    assert [problem.code for problem in results.problems] == ["place-unknown"]


def test_a_banned_spelling_of_a_place_is_never_linked() -> None:
    row = PlaceRow(
        "kusong", "Kusong", "city", None, None, (("Kusong", "official"), ("Kusong", "banned"))
    )
    results = find_mentions("", "In Kusong City and Kusong.", Gazetteer.from_rows([row]))
    assert results.mentions == ()


@pytest.mark.parametrize("banned", ["Air Koryo", "AIR KORYO", "Air  koryo"])
def test_a_banned_spelling_of_an_organisation_is_never_linked(banned: str) -> None:
    names = (("Air Koryo", "official"), ("Koryo Air", "variant"), (banned, "banned"))
    gazetteer = Gazetteer.from_rows([], [NameRow("organisation", "air-koryo", names)])
    results = find_mentions("", "A plane of Air Koryo landed. Koryo Air said so.", gazetteer)
    assert [(item.entity, item.text) for item in results.mentions] == [("air-koryo", "Koryo Air")]


def test_a_foreign_city_is_not_found_without_a_type_word() -> None:
    rows = [
        PlaceRow("here", "Wonsan", "city", None, None, ()),
        PlaceRow("there", "Lutopia", "city", None, None, (), True),
    ]
    results = find_mentions("", "From Wonsan to Lutopia.", Gazetteer.from_rows(rows))
    assert places(results) == [("Wonsan", "here")]


def test_a_gazetteer_can_be_made_from_plain_tuples() -> None:
    rows = [tuple(place) for place in GAZETTEER.places.values()]
    names = {
        row.slug: tuple(row)
        for kind in (GAZETTEER.organisations, GAZETTEER.persons)
        for row in kind.rows.values()
    }
    assert (Gazetteer.from_rows(rows, names.values()) == GAZETTEER) is True


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no articles in {CORPUS}")
def test_real_articles_have_mentions_with_correct_spans() -> None:
    """Check the spans, how many articles have mentions, and how many names are not linked."""
    mentioning = unresolved = 0
    for path in sorted(CORPUS.rglob("*.txt")):
        for article in parse(read_file(path)).articles:
            title = article.fields["title"].value
            results = find_mentions(title, article.body, GAZETTEER)
            assert_spans_hold(title, article.body, results)
            mentioning += bool(results.mentions)
            unresolved += len(results.problems)
    assert mentioning > 220
    assert unresolved < 20


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        (
            "Jagang Provincial Committee of the WPK",
            "Jagang Provincial Committee of the Workers' Party of Korea",
        ),
        (
            "Labour Department of Eighth WPK Central Committee",
            "Labour Department of the Central Committee of the Workers' Party of Korea",
        ),
        (
            "Institute for American Studies of the DPRK Foreign Ministry",
            "Institute for American Studies of the Foreign Ministry",
        ),
        ("DPRK Institute of Enemy State Studies", "Institute of Enemy State Studies"),
        ("DPRK Embassy", "DPRK Embassy"),
        ("DPRK Embassy in China", "DPRK Embassy in China"),
        ("Central Committee of the CPV", "Central Committee of the CPV"),
        (
            "Jagang Provincial Committee of WPK",
            "Jagang Provincial Committee of the Workers' Party of Korea",
        ),
        ("Central Committee of CPV", "Central Committee of CPV"),
    ],
)
def test_the_heading_of_a_name_writes_out_abbreviations_and_leaves_out_the_country(
    name: str, heading: str
) -> None:
    assert GAZETTEER.organisations.heading_of(name) == heading
