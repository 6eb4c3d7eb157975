"""Tests of the rules that decide whether two texts are the same article."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.same_article import (
    DIFFERENT,
    SAME,
    Verdict,
    are_dates_near,
    article_key,
    containment,
    does_lead_fit,
    judge,
    key_range,
    letters_of,
    link_key,
    neighbouring_keys,
    opening_of,
)
from tests.saved_files import sentences

texts = st.text(max_size=300)
words = st.lists(
    st.sampled_from(["factory", "bridge", "Kim", "80th", "winter", "Jong", "Un"]),
    min_size=1,
    max_size=60,
)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(texts, texts)
def test_containment_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    assert containment(a, b) == containment(b, a)
    assert 0.0 <= containment(a, b) <= 1.0


@given(texts)
def test_a_text_contains_itself(text: str) -> None:
    assert containment(text, text) == 1.0


@given(words, st.data())
def test_a_part_of_a_text_is_contained_in_it(whole: list[str], data: st.DataObject) -> None:
    text = " ".join(whole)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    if letters_of(part):
        assert containment(part, text) == 1.0


@given(words, st.sampled_from(["", "  ", "\n", " — ", "\u00a0", "... "]))
def test_spaces_punctuation_and_case_do_not_matter(whole: list[str], gap: str) -> None:
    assert containment(" ".join(whole), gap.join(whole).upper()) == 1.0


def test_a_text_without_letters_is_not_contained_in_another_text() -> None:
    assert containment("--", "A bridge was opened.") == 0.0
    assert containment("--", "…") == 1.0


def test_a_phrase_that_occurs_twice_must_be_found_twice() -> None:
    phrase = "the bridge over the river was opened "
    assert containment(phrase * 4, phrase + sentences(3)) < 0.8


@pytest.mark.parametrize("seed", range(20))
def test_one_changed_word_in_fifty_is_the_same_article(seed: int) -> None:
    text = sentences(seed)
    changed = " ".join(
        "replaced" if place % 50 == 25 else word for place, word in enumerate(text.split())
    )
    assert containment(text, changed) >= 0.8


@pytest.mark.parametrize("seed", range(20))
def test_the_same_words_in_another_order_are_clearly_different(seed: int) -> None:
    assert containment(sentences(seed), sentences(seed + 1000)) < 0.3


def test_korean_text_is_compared_without_its_spaces() -> None:
    text = "조선중앙통신사 보도 위대한 강철공장의 로동계급이 생산을 늘이고있다"
    assert containment(text, text.replace(" ", "")) == 1.0


@given(days, days)
def test_keys_are_near_if_their_dates_are_at_most_one_day_apart(a: date, b: date) -> None:
    keys = [article_key("kcna-kp", day.isoformat(), "Press Review") for day in (a, b)]
    assert are_dates_near(*keys) == (abs(a - b) <= timedelta(days=1))
    assert (keys[1] in neighbouring_keys(keys[0])) == (abs(a - b) <= timedelta(days=1))


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("2025-04-17", "2025-04", True),
        ("2025-04", "2025", True),
        ("2025-10", "2025-11", False),
        ("2025-11-02", "2025-10", False),
        ("2025-12-31", "2026-01-01", True),
        ("2020", "2021", False),
        ("", "2025-04-17", True),
        ("", "", True),
    ],
)
def test_partial_dates_are_near_if_one_contains_the_other(a: str, b: str, near: bool) -> None:
    keys = [article_key("kcna-kp", day, "Press Review") for day in (a, b)]
    assert are_dates_near(*keys) is near
    assert are_dates_near(*reversed(keys)) is near
    if len(a) == 10:
        assert (keys[1] in neighbouring_keys(keys[0])) is near


def test_all_dates_of_a_title_are_in_its_key_range() -> None:
    first, last = key_range(article_key("kcna-kp", "", "Press Review"))
    assert all(
        first <= article_key("kcna-kp", day, "Press  review.") <= last
        for day in ("", "2025", "2025-12-31")
    )
    assert not first <= article_key("voice-of-korea", "2025", "Press Review") <= last


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://www.kcna.kp/en/article/1.kcmsf", "https://kcna.kp/en/article/1.kcmsf/"),
        ("http://kcna.kp/a?id=1#top", "http://KCNA.kp/a?id=1"),
    ],
)
def test_links_to_one_page_have_one_key(a: str, b: str) -> None:
    assert link_key(a) == link_key(b) != ""


@pytest.mark.parametrize(
    "url", ["", "http://www.kcna.kp", "http://www.kcna.kp/", "http://[broken", "no address"]
)
def test_the_address_of_a_whole_site_has_no_key(url: str) -> None:
    assert link_key(url) == ""


def test_the_verdict_depends_on_link_name_and_text() -> None:
    text, other = sentences(1), sentences(2)
    half = text[: len(text) // 2] + other[len(other) // 2 :]

    def verdict(a: str, b: str, link: bool, name: bool) -> Verdict:
        return judge(letters_of(a), letters_of(b), is_same_link=link, is_same_name=name)[0]

    assert verdict(text, text, False, True) is Verdict.SAME
    assert verdict(text, half, False, True) is Verdict.POSSIBLY
    assert verdict(text, half, True, False) is Verdict.SAME
    assert verdict(text, other, False, True) is Verdict.OTHER
    assert verdict(text, other, True, True) is Verdict.SAME
    assert verdict(text, other, True, False) is Verdict.LINK_ONLY


OPENING = "The workers of the mine opened a new gallery in the north."


@pytest.mark.parametrize(
    ("lead", "fits"),
    [
        ("Pyongyang, April 17 (KCNA) -- The workers of the mine opened a new gallery in the", True),
        ("Theworkers of the mine opened a new gallery in the nor", True),
        ("Sinuiju, April 17 (KCNA) --A concert was given in the garden of", False),
        ("Pyongyang, April 17 (KCNA) --", None),
        ("", None),
    ],
)
def test_a_lead_fits_only_an_article_that_begins_with_it(lead: str, fits: bool | None) -> None:
    assert does_lead_fit(lead, opening_of(OPENING)) is fits


@pytest.mark.parametrize("share", [0.82, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_text_that_lost_its_end_is_the_same_article_even_with_another_title(
    share: float, seed: int
) -> None:
    text = sentences(seed) * 3
    part = text[: round(len(text) * share)]
    both = letters_of(text), letters_of(part)
    assert judge(*both, is_same_link=False, is_same_name=False)[0] is Verdict.SAME


@pytest.mark.parametrize("seed", range(5))
def test_a_text_that_shares_half_is_another_article_if_the_titles_differ(seed: int) -> None:
    text, other = sentences(seed), sentences(seed + 1000)
    half = text[: len(text) // 2] + other[len(other) // 2 :]
    both = letters_of(text), letters_of(half)
    assert judge(*both, is_same_link=False, is_same_name=False)[0] is Verdict.OTHER


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=80))
def test_the_fast_and_the_slow_way_to_find_letters_have_equal_results(text: str) -> None:
    assert letters_of(text) == letters_of(text + "é")[: -len("é")]


@given(words, words, words)
def test_the_quick_test_never_changes_the_verdict(
    a: list[str], b: list[str], both: list[str]
) -> None:
    """Check that `judge` decides by the result of `containment`.

    `judge` must decide so even if its quick test is enough and it does not call `containment`.
    """
    texts = " ".join([*a, *both]), " ".join([*b, *both])
    share = containment(*texts)
    verdict, measured = judge(*map(letters_of, texts), is_same_link=False, is_same_name=True)
    assert verdict == (
        Verdict.SAME if share >= SAME else Verdict.POSSIBLY if share >= DIFFERENT else Verdict.OTHER
    )
    assert verdict is Verdict.OTHER or measured == share


@given(words, words, words)
def test_large_texts_are_compared_like_others(a: list[str], b: list[str], both: list[str]) -> None:
    texts = sorted((letters_of("x" * 9 + " ".join([*own, *both])) for own in (a, b)), key=len)
    with pytest.MonkeyPatch.context() as patch:
        expected = containment(*texts)
        patch.setattr("ingest.same_article._LARGE", 0)
        assert containment(*texts) == pytest.approx(expected)


@pytest.mark.parametrize("share", [0.1, 0.35, 0.75, 0.9])
def test_of_a_large_text_a_part_is_compared(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    text, other = (" ".join(map(sentences, range(first, first + 100))) for first in (0, 500))
    mixed = text[: round(len(text) * share)] + other[: round(len(text) * (1 - share))]
    expected = containment(text, mixed)
    monkeypatch.setattr("ingest.same_article._LARGE", 0)
    monkeypatch.setattr("ingest.same_article._MOST_RUNS", 1_000)
    assert containment(text, mixed) == pytest.approx(expected, abs=0.05)
