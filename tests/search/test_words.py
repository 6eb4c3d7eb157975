"""Test how texts are cut into the words of the index, and dates are read as periods."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.analysis.words import (
    CutText,
    _written_like,
    calm,
    exact_words,
    forms_of,
    keys_of,
    normal_form,
    plain_text,
    restore_spaces,
)
from archive.search.periods import as_number, parse_period, parts_of
from ingest.partial_date import PartialDate


@pytest.mark.parametrize(
    ("saved", "spaced"),
    [
        ("ComradeKim Jong Unvisited", "Comrade Kim Jong Un visited"),
        ("Kim Il SungandKim Jong Il", "Kim Il Sung and Kim Jong Il"),
        ("Kim Il Sung University", "Kim Il Sung University"),
        ("Kim Il Sung's birthday", "Kim Il Sung's birthday"),
        ("KIM JONG UNVISITS", "KIM JONG UN VISITS"),
        ("Kim Jong Ung", "Kim Jong Ung"),
        ("Kim Jong Ungave", "Kim Jong Un gave"),
        ("Kimilsung flower", "Kimilsung flower"),
    ],
)
def test_missing_spaces_around_leaders_names_are_restored(saved: str, spaced: str) -> None:
    assert restore_spaces(saved) == spaced


parts = st.lists(
    st.sampled_from(["Kim Il Sung", "Kim Jong Un", "of", " ", "É", "g", "’s", "🦊"]), max_size=20
)


texts = (
    parts.map("".join)
    | st.text()
    | st.text(
        st.sampled_from("aZ09_-., \u00a0\u2019\u212a\ufb01é\u0301\u00ad\u200b½㎥\u1111\u1167")
    )
    | st.text(st.sampled_from("aZU.S, 019mth\n"))
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. and D.P.R.K.", "the US and dprk"),
        ("US-led, anti-U.S., us, u.s.", "US led anti US us US"),
        ("UN, Un; WHO? who. IT it I.T.", "UN un WHO who IT it IT"),
        ("KIM JONG UN VISITS IT", "kim jong un visits it"),
        ("UN COMMAND; UN DPRK", "un command UN dprk"),
        ("C.C., WPK e.g. p.m.", "cc wpk eg pm"),
        ("S.Korea, U.S.Korea", "s korea US korea"),
        ("10,000 10 000 1,234,567 1234", "10000 10000 1234567 1234"),
        ("10,0000 12,34 1000,000 3.5", "10 0000 12 34 1000 000 3 5"),
        ("600mm U-20 4D 20th 1990s", "600 mm u 20 4 d 20th 1990s"),
        ("2024년 4월", "2024 년 4 월"),
        ("Café ﬁsh ｐｏｔａｔｏ 200㎥", "cafe fish potato 200 m 3"),
        ("Pyo\u0306ngyang nuc\u200blear rail\u00adway", "pyongyang nuclear railway"),
        ("\u1111\u1167\u11bc\u110b\u1163\u11bc", "평양"),
        ("д\u0301ом, x\u0301y", "дом xy"),
        ("İstanbul Ǧ ǧ", "istanbul g g"),
        (
            "RC-135s F-35s B-1Bs U-2Ss 1990s mid-1990s",
            "rc 135 s f 35 s b 1 b s u 2 s s 1990s mid 1990s",
        ),
        ("20×10 20x10 20 x 10", "20 x 10 20 x 10 20 x 10"),
        ("d’affaires Women's", "d affaires women s"),
    ],
)
def test_words_have_one_normal_form(text: str, words: str) -> None:
    assert exact_words(text) == words.split()


@given(texts)
@example("The 20th of the 3rd and 5th, th TH; 20mm mm 1990s s")
@example("U.S.Korea A.U.S. U.S. U.S, U.S5 Inc.U.S. U.S.A U.S.5 U.S")
@example("éiron iron ironé factory iron")
@example("USA U.S. UN KIM JONG UN VISITS UN IT it IT")
def test_each_word_has_a_span(text: str) -> None:
    cut = CutText(text)
    spans = [cut.span(index) for index in range(len(cut.words))]
    assert spans == [cut._text.original(*span) for span in cut._spans] == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    if normal_form(text) == text == calm(text):
        for word, (start, end) in zip(cut.words, spans, strict=True):
            assert exact_words(text[start:end]) == [word]


def test_very_long_words_are_not_looked_for_as_patterns() -> None:
    _written_like.cache_clear()
    word = "U.S." * 500
    assert CutText(f"iron {word}").span(1) == (5, 5 + len(word))
    assert _written_like.cache_info().misses == 0


def test_many_combining_marks_are_cut_in_no_time() -> None:
    """Python needs minutes to bring so many marks into their order."""
    text = "a" + "\u0301\u0323" * 50_000 + "b iron"
    cut = CutText(text)
    assert cut.words[-1] == "iron"
    assert cut.span(len(cut.words) - 1) == (len(text) - 4, len(text))


@given(texts)
def test_ascii_texts_have_the_same_words_beside_other_letters(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert exact_words(f"{plain}\ne é") == [*exact_words(f"{plain}\ne"), "e"]


@given(st.text(st.sampled_from("aU.S,019 mth‘’“”–—…‥‹›«‼‿\u00a0\u2011")))
def test_plain_texts_have_the_same_words_beside_other_letters(text: str) -> None:
    assert plain_text(text) is not None
    assert exact_words(f"{text}\né") == [*exact_words(text), "e"]


@given(texts)
def test_words_are_not_changed_by_a_second_normal_form(text: str) -> None:
    words = exact_words(text)
    assert exact_words("\n".join(words)) == words


@given(parts.map("".join))
def test_restoring_spaces_twice_changes_nothing(text: str) -> None:
    assert restore_spaces(restore_spaces(text)) == restore_spaces(text)
    assert restore_spaces(text).replace(" ", "") == text.replace(" ", "")


def test_all_forms_of_a_word_have_one_key() -> None:
    assert keys_of(exact_words("Factories visited")) == keys_of(exact_words("factory visits"))
    assert keys_of(["US", "UN", "10000"]) == ["US", "UN", "10000"]
    assert forms_of(["visit", "visited", "US"]) == ["visit=visited"]


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2025", "2025-01-01", "2025-12-31", "2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2025-04-17", "2025-04-17", "2025-04-17", "17 April 2025"),
        ("2025-04..2025-06", "2025-04-01", "2025-06-30", "April 2025 to June 2025"),
        ("2024..2025-06-02", "2024-01-01", "2025-06-02", "2024 to 2 June 2025"),
        ("2025..", "2025-01-01", "9999-12-31", "since 2025"),
        ("..2025-06", "0001-01-01", "2025-06-30", "until June 2025"),
    ],
)
def test_a_period_has_first_and_last_day_and_a_label(
    text: str, first: str, last: str, label: str
) -> None:
    period = parse_period(text)
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert period.label == label


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "25",
        "2025-4",
        "2025-00",
        "2025-04-00",
        "2025-04-31",
        "0000",
        "2025...",
        "2025..2024",
        "２０２５",
        "2025\n",
    ],
)
def test_an_invalid_period_is_rejected_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_period(text)


@given(st.dates(), st.sampled_from(["year", "month", "day"]))
def test_a_partial_date_has_the_days_of_the_period_with_its_text(day: date, precision: str) -> None:
    text = day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
    period = parse_period(text)
    partial = PartialDate.of(period.first, precision)
    assert (partial.first_day, partial.last_day) == (period.first, period.last)
    assert as_number(period.first) <= as_number(period.last)


@given(st.dates(date(1999, 1, 1), date(2004, 12, 31)), st.integers(0, 1_500))
def test_the_parts_of_a_period_are_exactly_its_days(first: date, length: int) -> None:
    last = first + timedelta(length)
    parts = parts_of(parse_period(f"{first}..{last}"))
    units = [f"{year:04}" for year in parts["year"]]
    units += [f"{month // 100}-{month % 100:02}" for month in parts["month"]]
    units += [f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}" for day in parts["day"]]
    periods = sorted(map(parse_period, units), key=lambda period: period.first)
    assert (periods[0].first, periods[-1].last) == (first, last)
    for period, following in pairwise(periods):
        assert period.last + timedelta(1) == following.first
    assert len(parts["month"]) <= 22
    assert len(parts["day"]) <= 60


def test_a_period_without_end_consists_of_years() -> None:
    assert parts_of(parse_period("..2024")) == {"year": [*range(1, 2025)], "month": [], "day": []}
    assert parts_of(parse_period("2024-12..2025"))["month"] == [202412]
