"""Test which pairs of articles tell one story. All texts are invented."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.stories.bounds import possible_elsewhere, possible_in_outlet
from ingest.stories.formulaic import is_formulaic
from ingest.stories.groups import Match, group_stories
from ingest.stories.likeness import LikenessKind, likeness
from ingest.stories.story_marks import StoryMarks, marks_of
from ingest.stories.story_text import StoryText, plain_number

BRIDGE = """\
Pyongyang, May 3 (KCNA) -- The Rimhung Bridge over the Songchon River was opened to \
traffic on Friday.
The bridge is 412 metres long and was built in 16 months by the Hamju Construction \
Company. Pak Chol Ho, chairman of the Hamju County Committee, spoke at the ceremony.
He said that 2,350 families on the west bank no longer have to wait for the Rimhung \
ferry. Kim Song Min, the engineer who designed the bridge, was given a gold watch.
Lorries of the Hamju Cement Factory were the first to cross it, then a column of \
cyclists."""
CUT = BRIDGE[: BRIDGE.index("\nHe said")]
BRITISH = BRIDGE.replace("traffic", "motor traffic").replace("Lorries", "Heavy lorries")
RETOLD = """\
A new bridge now joins the two banks of the Songchon River at Rimhung. With its 412 \
metres it is the longest in Hamju County. The Hamju Construction Company needed 16 \
months for it. Chairman Pak Chol Ho and the engineer Kim Song Min spoke to the 2,350 \
families who used the Rimhung ferry until last week. The first lorries came from the \
Hamju Cement Factory."""
SPANISH = """\
Pyongyang, 3 de mayo (ACNC) -- Fue abierto al trafico el puente Rimhung sobre el rio \
Songchon. Tiene 412 metros y lo construyo en 16 meses la compania de Hamju. Hablaron Pak \
Chol Ho y el ingeniero Kim Song Min ante 2.350 familias."""
OTHER_BRIDGE = (
    BRIDGE.replace("Rimhung", "Kumya")
    .replace("Songchon", "Chongchon")
    .replace("412", "280")
    .replace("Hamju", "Anju")
    .replace("Pak Chol Ho", "Ri Yong Su")
    .replace("Kim Song Min", "Jo Kwang Il")
    .replace("2,350", "1,100")
)
GREETINGS = """\
Pyongyang, June 12 (KCNA) -- The chairman of the State Affairs Commission sent a message \
of greetings to {name}, president of {country}, on the occasion of the {number} \
anniversary of the independence of {country}.
In the message he expressed the belief that the friendly relations between the two \
countries would further develop, and wished the president and the people of {country} \
greater success."""
ARRIVES = """\
Pyongyang, July 8 (KCNA) -- A delegation of the Lagunian Ministry of Fisheries led by \
Vice Minister Tomas Arrel {verb} on Monday. It was {met} at the airport by officials of \
the Ministry of Fisheries and by the Lagunian ambassador to the DPRK, Maria Quintel."""


def alike(
    one: str, other: str, *, days: int = 0, same: bool = False, languages: str = "en en"
) -> LikenessKind | None:
    first, second = languages.split()
    texts = StoryText("", one, first), StoryText("", other, second)
    found = [likeness(*pair, days=days, is_same_outlet=same) for pair in permutations(texts)]
    assert found[0] == found[1], "it does not matter which of the two is first"
    return found[0].kind if found[0] else None


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (BRIDGE, BRIDGE, LikenessKind.NEAR),
        (BRIDGE, CUT, LikenessKind.NEAR),
        (BRIDGE, BRITISH, LikenessKind.NEAR),
        (BRIDGE, BRIDGE.upper().title(), LikenessKind.NEAR),
        (BRIDGE, RETOLD, LikenessKind.REWORDED),
        (BRIDGE, OTHER_BRIDGE, None),
        (CUT, OTHER_BRIDGE, None),
        (RETOLD, OTHER_BRIDGE, None),
    ],
)
def test_two_outlets_tell_one_story(one: str, other: str, wanted: LikenessKind | None) -> None:
    assert alike(one, other) == wanted


def test_an_outlet_does_not_retell_its_own_news() -> None:
    assert alike(BRIDGE, CUT, same=True) == LikenessKind.NEAR
    assert alike(BRIDGE, RETOLD, same=True) is None


@pytest.mark.parametrize("same", [True, False])
def test_formulas_with_other_names_are_other_stories(same: bool) -> None:
    lagunia = GREETINGS.format(name="Tomas Arrel", country="Lagunia", number="40th")
    montania = GREETINGS.format(name="Lena Fjord", country="Montania", number="65th")
    later = GREETINGS.format(name="Tomas Arrel", country="Lagunia", number="41st")
    assert alike(lagunia, montania, same=same) is None
    assert alike(lagunia, later, same=same, days=365) is None
    assert alike(lagunia, lagunia, same=same) == LikenessKind.NEAR


@pytest.mark.parametrize("same", [True, False])
def test_arrival_and_departure_are_two_stories(same: bool) -> None:
    arrives = ARRIVES.format(verb="arrived here", met="met")
    leaves = ARRIVES.format(verb="left for home", met="seen off")
    assert alike(arrives, leaves, days=4, same=same) is None


def test_two_languages_tell_one_story_on_its_day() -> None:
    assert alike(BRIDGE, SPANISH, languages="en es", same=True) == LikenessKind.TRANSLATED
    assert alike(OTHER_BRIDGE, SPANISH, languages="en es") is None
    assert alike(BRIDGE, SPANISH, languages="en es", days=2) is None


def test_names_of_a_korean_text_are_compared_in_english() -> None:
    body = "림흥다리 개통식이 3일 진행되였다. 길이는 412메터이다. 박철호와 김성민이 참가하였다."
    names = ["Rimhung Bridge", "Songchon River", "Pak Chol Ho", "Kim Song Min", "Hamju County"]
    korean = StoryText("", body, "ko", names)
    found = likeness(StoryText("", BRIDGE, "en"), korean, days=1, is_same_outlet=False)
    assert found
    assert found.kind == LikenessKind.TRANSLATED


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Press Review", True),
        ("Kim Jong Un Receives Floral Basket from Lagunia", True),
        ("Kim Jong Un recibe cesto de flores", True),
        ("꽃바구니를 보내여왔다", True),
        ("Weather Forecast", True),
        ("New Bridge Opened", False),
        ("Pressing Matters Reviewed", False),
        ("Story of Success at Hamju", True),
        ("History of the Bridge", False),
    ],
)
def test_formulaic_titles(title: str, wanted: bool) -> None:
    assert is_formulaic(title) == wanted


def test_bounds_rule_out_only_texts_that_are_not_alike() -> None:
    words = [
        BRIDGE,
        CUT,
        BRITISH,
        RETOLD,
        OTHER_BRIDGE,
        *(
            ARRIVES.format(verb=v, met=m)
            for v, m in (("arrived here", "met"), ("left here", "seen off"))
        ),
    ]
    texts = [StoryText("News", body, "en") for body in words]
    ruled_out = 0
    for one, other in permutations(texts, 2):
        near = bool(possible_in_outlet(one.bounds, [(1, other.bounds)]))
        possible = bool(possible_elsewhere(one.bounds, [(1, other.bounds)]))
        assert near or not likeness(one, other, days=0, is_same_outlet=True)
        assert possible or not likeness(one, other, days=0, is_same_outlet=False)
        ruled_out += (not near) + (not possible)
    assert ruled_out > 20
    assert texts[0].words
    texts[0].release()
    assert texts[0].runs >= texts[1].runs


def test_articles_of_one_story_have_marks_in_common() -> None:
    marks = {text: marks_of(StoryText("", text, "en")) for text in (BRIDGE, CUT, RETOLD)}
    assert set(marks[BRIDGE].near) & set(marks_of(StoryText("", BRITISH, "en")).near)
    assert len(set(marks[BRIDGE].rare) & set(marks[RETOLD].rare)) >= 2
    assert StoryMarks.of_bytes(marks[CUT].as_bytes()) == marks[CUT]
    assert marks_of(StoryText("", "Too short for a story.", "en")) == StoryMarks()


@pytest.mark.parametrize(
    ("written", "number"), [("1,500", "1500"), ("2.350", "2350"), ("2,5", "2.5")]
)
def test_numbers_are_compared_without_separators(written: str, number: str) -> None:
    assert plain_number(written) == number


pairs = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1]),
    max_size=12,
    unique=True,
)


@given(pairs, pairs, pairs, st.randoms())
def test_groups_do_not_depend_on_the_order_of_matches(
    matching: list[tuple[int, int]],
    joined: list[tuple[int, int]],
    apart: list[tuple[int, int]],
    chance: object,
) -> None:
    matches = [Match(pair, (sum(pair) % 3, pair)) for pair in matching]
    parted = set(apart) - set(joined)
    groups = group_stories(matches, joined, parted)
    assert group_stories(matches[::-1], joined[::-1], parted) == groups or sorted(
        map(sorted, group_stories(matches[::-1], joined[::-1], parted))
    ) == sorted(map(sorted, groups))
    for group in groups:
        assert len(group) > 1
        assert not any(set(pair) <= group for pair in parted)
    members = [pk for group in groups for pk in group]
    assert len(set(members)) == len(members)
