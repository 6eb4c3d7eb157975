"""Test which copies of an article are versions."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.versions import Copy, group_versions

BODY = "The mill wheel was oiled. The miller was glad of 1.5 litres of oil."


@pytest.mark.parametrize(
    "other",
    [
        BODY.replace(" ", "\n"),
        BODY.upper(),
        BODY.replace("miller", "mil­ler").replace(". ", "… "),
        BODY.replace("mill wheel", "mill-wheel"),
        BODY[:40],
        "Ｔhe mill wheel was oiled. The miller was glad of 1.5 litres of “oil”",
    ],
)
def test_copies_that_are_no_versions(other: str) -> None:
    assert group_versions([Copy("Oil", BODY), Copy("OIL!", other), Copy("", BODY)]) == [[0, 1, 2]]


@pytest.mark.parametrize(
    "other",
    [
        BODY.replace("glad", "sad"),
        BODY.replace("1.5", "15"),
        "The mill wheel was oiled.",
        BODY + " It turns again.",
        BODY.replace("The mill wheel was oiled. ", ""),
        BODY[:40].replace("wheel", "stone"),
        "",
    ],
)
def test_other_words_are_a_version(other: str) -> None:
    groups = group_versions([Copy("Oil", BODY), Copy("Oil", other)])
    assert sorted(groups) == [[0], [1]]


def test_another_title_is_a_version() -> None:
    assert len(group_versions([Copy("Oil", BODY), Copy("Oiled", BODY)])) == 2


def test_cut_copy_belongs_to_the_longest_text_that_goes_on() -> None:
    cut = "The mill wheel was"
    longer = BODY + " It turns again."
    groups = group_versions([Copy("", cut), Copy("", BODY), Copy("", longer)])
    assert groups == [[0, 2], [1]]


SENTENCES = st.lists(
    st.sampled_from(["One.", "Two", "Two two.", "3.5", "35", "Three!"]), max_size=5
)
COPIES = st.builds(Copy, st.sampled_from(["", "Oil", "OIL", "Wheel"]), SENTENCES.map(" ".join))


@given(st.lists(COPIES, max_size=8), st.randoms())
def test_versions_do_not_depend_on_the_order_of_copies(
    copies: list[Copy], shuffler: random.Random
) -> None:
    order = list(range(len(copies)))
    shuffler.shuffle(order)
    groups = group_versions(copies)
    shuffled = group_versions([copies[index] for index in order])
    assert [sorted(copies[index] for index in group) for group in groups] == [
        sorted(copies[order[index]] for index in group) for group in shuffled
    ]
    assert sorted(index for group in groups for index in group) == list(range(len(copies)))
