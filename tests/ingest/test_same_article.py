"""Tests of the rules that decide whether two texts are the same article."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.same_article import (
    DIFFERENT,
    ComparedText,
    Link,
    Verdict,
    are_dates_near,
    article_key,
    can_be_of_one_day,
    containment,
    does_lead_fit,
    judge,
    key_range,
    letters_of,
    link_key,
    link_relation,
    neighbouring_keys,
    opening_of,
)
from ingest.same_article.verdict import _is_copy
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


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (("", "--05-06"), ("", "--05-06"), True),
        (("", "--05-06"), ("", "--05-07"), True),
        (("", "--05-06"), ("", "--05-08"), False),
        (("", "--05-06"), ("", "--09-06"), False),
        (("", "--12-31"), ("", "--01-01"), True),
        (("", "--02-28"), ("", "--03-01"), False),
        (("", "--05-06"), ("2019-05-09", ""), True),
        (("", "--05-06"), ("2019-05-10", ""), False),
        (("", "--12-30"), ("2020-01-01", ""), True),
        (("", "--05-06"), ("2019-09", ""), True),
        (("", "--05-06"), ("", ""), True),
        (("2018-05-06", ""), ("2019-09-06", ""), True),
    ],
)
def test_days_of_datelines_must_fit_if_a_year_is_unknown(
    one: tuple[str, str], other: tuple[str, str], can: bool
) -> None:
    (a, a_day), (b, b_day) = one, other
    keys = [article_key("mill", published, "Mill Opened") for published in (a, b)]
    assert can_be_of_one_day(keys[0], a_day, keys[1], b_day) is can
    assert can_be_of_one_day(keys[1], b_day, keys[0], a_day) is can


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
        ("http://kcna.kp/a?id=1", "http://KCNA.kp/a?id=1&utm_source=feed"),
        ("http://kcna.kp/a?id=1", "http://kcna.kp/a?id=1&ref=feed&t=1715012345678"),
        ("http://kcna.co.jp/news06/07.htm#3", "https://www.kcna.co.jp/news06/07.htm#3"),
    ],
)
def test_links_to_one_page_have_one_key(a: str, b: str) -> None:
    assert link_key(a) == link_key(b) != ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://kcna.co.jp/item/2003/200306/news06/07.htm#1", "…#3"),
        ("http://site.example/page", "…#part"),
        ("http://kcna.kp/a?id=1", "http://kcna.kp/a?id=2"),
        ("http://site.example/viewtopic.php?t=1", "http://site.example/viewtopic.php?t=2"),
        ("http://site.example/article?ref=17", "http://site.example/article?ref=18"),
    ],
)
def test_links_to_different_parts_of_a_page_have_different_keys(a: str, b: str) -> None:
    other = b.replace("…", a.split("#", maxsplit=1)[0])
    assert link_key(a) != link_key(other)
    assert link_relation(link_key(a), link_key(other)) is Link.OTHER
    assert link_relation(link_key(a), link_key(a)) is Link.SAME
    assert link_relation(link_key(a), link_key("http://elsewhere.example/x")) is Link.UNKNOWN
    assert link_relation(link_key(a), "") is Link.UNKNOWN


@pytest.mark.parametrize(
    "url",
    [
        *("", "http://www.kcna.kp", "http://www.kcna.kp/", "http://[broken", "no address"),
        "http://kcna.co.jp/item/2003/200306/20030611.htm",
        "http://www.kcna.co.jp/item/1997/9701/970102.htm",
        "http://kcna.co.jp/item/2003/200306/news06/11.htm",
        "http://kcna.co.jp/item/2018/201804/2018-04-24ee.html",
        "http://kcna.kp/kcna.user.article.retrieveNewsViewInfoList.kcmsf",
        "http://site.example/en/index.php",
    ],
)
def test_the_address_of_a_site_or_of_a_list_has_no_key(url: str) -> None:
    assert link_key(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://kcna.co.jp/item/2010/201005/news06/20100506-09ee.html",
        "http://kcna.co.jp/item/2003/200306/news06/11.htm#4",
        "http://rodong.rep.kp/en/index.php?newsID=2022-05-29-0007",
    ],
)
def test_the_address_of_an_article_has_a_key(url: str) -> None:
    assert len(link_key(url)) == 40


def compared(text: str) -> ComparedText:
    return ComparedText(text, letters_of(text))


def test_the_verdict_depends_on_link_name_and_text() -> None:
    text, other = sentences(1), sentences(2)
    half = text[: len(text) // 2] + other[len(other) // 2 :]

    def verdict(a: str, b: str, link: Link, name: bool) -> Verdict:
        return judge(compared(a), compared(b), link=link, is_same_name=name)[0]

    assert verdict(text, text, Link.UNKNOWN, True) is Verdict.SAME
    assert verdict(text, half, Link.UNKNOWN, True) is Verdict.POSSIBLY
    assert verdict(text, half, Link.SAME, True) is Verdict.SAME
    assert verdict(text, half, Link.SAME, False) is Verdict.LINK_ONLY
    assert verdict(text, text, Link.SAME, False) is Verdict.SAME
    assert verdict(text, other, Link.UNKNOWN, True) is Verdict.OTHER
    assert verdict(text, other, Link.SAME, True) is Verdict.LINK_ONLY
    assert verdict(text, other, Link.SAME, False) is Verdict.LINK_ONLY


def test_two_addresses_of_a_site_are_two_articles_unless_the_texts_are_equal() -> None:
    text = sentences(1)
    cut = text[: len(text) * 9 // 10]
    for other, verdict in ((text, Verdict.SAME), (cut, Verdict.POSSIBLY)):
        both = compared(text), compared(other)
        assert judge(*both, link=Link.OTHER, is_same_name=True)[0] is verdict
    assert judge(compared(text), compared(cut), link=Link.UNKNOWN, is_same_name=True)[0] is (
        Verdict.SAME
    )


GREETINGS = (
    "The mayor sent a message of greetings to the {0} of {1} on Monday on the occasion of the"
    " village day. The mayor sincerely wished the {0} great success in the work for prosperity."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GREETINGS.format("Baker", "Kusong"), GREETINGS.format("Miller", "Kusong")),
        (GREETINGS.format("Baker", "Kusong"), GREETINGS.format("Baker", "Anju")),
        (GREETINGS.format("Baker", "Kusong"), GREETINGS.format("Baker", "Kusong") + " In Anju."),
        (
            "A basket of 20 flowers was laid before the statue.",
            "A basket of 30 flowers was laid before the statue.",
        ),
        (
            "A basket of flowers was laid before the statue of the smith by the ferrymen.",
            "A basket of flowers was laid before the statue of the smith by the coopers.",
        ),
        (
            "A basket of flowers came from visitors of the north of the island on Monday.",
            "A basket of flowers came from visitors of the south of the island on Monday.",
        ),
        (
            "방앗간 주인이 대동강마을에서 꽃바구니를 진정하였다.",
            "방앗간 주인이 압록강마을에서 꽃바구니를 진정하였다.",
        ),
    ],
)
def test_news_that_differ_in_a_name_or_number_are_two_articles(one: str, other: str) -> None:
    verdict, share = judge(compared(one), compared(other), link=Link.UNKNOWN, is_same_name=True)
    is_continued = other.startswith(one)  # a copy that was cut off names nothing of its own
    assert verdict is (Verdict.SAME if is_continued else Verdict.POSSIBLY)
    assert share >= DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GREETINGS.format("Baker", "Kusong"), GREETINGS.format("Baker", "Kusung")),
        (GREETINGS.format("Baker", "Kusong"), GREETINGS.format("Baker", "Kusong").upper()),
        (GREETINGS.format("Baker", "Kusong"), GREETINGS.format("Baker", "Kusong").replace(" ", "")),
    ],
)
def test_another_spelling_is_no_other_article(one: str, other: str) -> None:
    assert judge(compared(one), compared(other), link=Link.UNKNOWN, is_same_name=True)[0] is (
        Verdict.SAME
    )


def test_a_short_text_is_no_copy_of_a_long_one_that_has_its_words_in_many_places() -> None:
    words = sentences(5, 40)
    pieces = [words[start : start + 60] for start in range(0, 480, 60)]
    scattered = " ".join(
        f"{piece} {sentences(number + 50, 40)}" for number, piece in enumerate(pieces)
    )
    short = words[:480]
    judged = judge(compared(short), compared(scattered), link=Link.UNKNOWN, is_same_name=False)
    assert judged[0] is Verdict.OTHER
    whole = f"{sentences(7, 60)} {short} {sentences(8, 60)}"
    judged = judge(compared(short), compared(whole), link=Link.UNKNOWN, is_same_name=False)
    assert judged[0] is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("The lamps were lit by a fisherman.", "The lamps were lit by a carpenter.", True),
        ("There were 41 lamps.", "There were 43 lamps.", False),
        ("There were 4,100 lamps.", "There were 4100 lamps.", True),
        ("The mayor of Kusong lit them.", "The mayor of Anju lit them.", False),
        ("The mayor of Kusong lit them.", "The mayor of Kusung lit them.", True),
        ("Meanwhile, lamps were lit.", "Thereupon, lamps were lit.", True),
        ("구성의 등대지기가 불을 켰다. 구성사람들이 보았다.",
         "안주의 등대지기가 불을 켰다. 안주사람들이 보았다.", False),
    ],
)  # fmt: skip
def test_a_name_or_number_of_its_own_keeps_a_long_text_apart(
    one: str, other: str, is_same: bool
) -> None:
    texts = [f"{sentences(3, 30)} {text} {sentences(4, 30)}" for text in (one, other)]
    verdict = judge(*map(compared, texts), link=Link.UNKNOWN, is_same_name=True)[0]
    assert (verdict is Verdict.SAME) is is_same


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
    both = compared(text), compared(part)
    assert judge(*both, link=Link.UNKNOWN, is_same_name=False)[0] is Verdict.SAME


@pytest.mark.parametrize("seed", range(5))
def test_a_text_that_shares_half_is_another_article_if_the_titles_differ(seed: int) -> None:
    text, other = sentences(seed), sentences(seed + 1000)
    half = text[: len(text) // 2] + other[len(other) // 2 :]
    both = compared(text), compared(half)
    assert judge(*both, link=Link.UNKNOWN, is_same_name=False)[0] is Verdict.OTHER


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
    pair = compared(texts[0]), compared(texts[1])
    verdict, measured = judge(*pair, link=Link.UNKNOWN, is_same_name=True)
    shorter, longer = sorted(pair, key=lambda text: (len(text.letters), text.letters))
    is_copy = _is_copy(shorter, longer, share, Link.UNKNOWN)
    assert verdict == (
        Verdict.SAME if is_copy else Verdict.POSSIBLY if share >= DIFFERENT else Verdict.OTHER
    )
    assert verdict is Verdict.OTHER or measured == share


@given(words, words, words)
def test_large_texts_are_compared_like_others(a: list[str], b: list[str], both: list[str]) -> None:
    texts = sorted((letters_of("x" * 9 + " ".join([*own, *both])) for own in (a, b)), key=len)
    with pytest.MonkeyPatch.context() as patch:
        expected = containment(*texts)
        patch.setattr("ingest.same_article.common_part._LARGE", 0)
        assert containment(*texts) == pytest.approx(expected)


@pytest.mark.parametrize("share", [0.1, 0.35, 0.75, 0.9])
def test_of_a_large_text_a_part_is_compared(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    text, other = (" ".join(map(sentences, range(first, first + 100))) for first in (0, 500))
    mixed = text[: round(len(text) * share)] + other[: round(len(text) * (1 - share))]
    expected = containment(text, mixed)
    monkeypatch.setattr("ingest.same_article.common_part._LARGE", 0)
    monkeypatch.setattr("ingest.same_article.common_part._MOST_RUNS", 1_000)
    assert containment(text, mixed) == pytest.approx(expected, abs=0.05)


def test_a_large_text_with_one_checksum_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.same_article.common_part.crc32", lambda _: 1)
    monkeypatch.setattr("ingest.same_article.common_part._LARGE", 0)
    monkeypatch.setattr("ingest.same_article.common_part._MOST_RUNS", 100)
    assert containment(sentences(1), sentences(1)[:-200] + sentences(2)) > 0.5
    assert containment(sentences(1), sentences(2)) < DIFFERENT
