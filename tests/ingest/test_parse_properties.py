"""Tests of generated and damaged pages.

A generated page must be read as it was written. A damaged page must be parsed or rejected, without
any other error.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.errors import Rejection
from ingest.layouts import LAYOUTS
from ingest.parse import parse
from ingest.partial_date import MONTHS
from ingest.read import FileBytes, decode, read_file
from ingest.rules import RULES, Basis, apply_rule
from ingest.text_lines import words
from ingest.values import Evidence, ParsedFile, SavedFile
from tests.conftest import SEEDS
from tests.ingest.test_cases import CASES

_LETTERS = "abcdefghijklmnopqrstuvwxyzéüABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_word = st.text(_LETTERS, min_size=1, max_size=9)
_plain_words = st.lists(_word, min_size=2, max_size=12).map(" ".join)
sentences = _plain_words.map(lambda text: f"So {text} was seen.")
titles = _plain_words.map(lambda text: f"On {text} again")
days = st.dates(date(1999, 1, 10), date(2027, 12, 20))


@dataclass(frozen=True)
class Written:
    """A generated page, with the values that were written into it."""

    layout: str
    text: str
    title: str
    published: date
    paragraphs: list[str]
    items: list[tuple[str, str, date]]


def long_date(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day:02}, {day.year}"


def short_date(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.day:02}, {day.year}"


def text_of(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def lines_of(paragraphs: list[str]) -> str:
    return "\n".join(paragraphs)


def dateline(day: date) -> str:
    return f"Pyongyang, {MONTHS[day.month - 1]} {day.day} (KCNA) -- "


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, date, list[str]]:
    """Return a random headline, a random day and paragraphs that differ from the headline."""
    return draw(titles), draw(days), draw(st.lists(sentences, min_size=1, max_size=6))


@st.composite
def kcnawatch_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    saved = day + timedelta(days=draw(st.integers(0, 2500)))
    items = draw(st.lists(st.tuples(titles, sentences, st.just(saved)), max_size=5))
    listing = "".join(
        f"{t}\n\n{t}\n\n{lead}\n\n{long_date(on)}\n\n{lead}\n\n" for t, lead, on in items
    )
    text = (
        f"{long_date(saved)}{short_date(saved)}\nKCNA KCNA.kp (En)\n\n{title}\n\n"
        f"Date: {day:%d/%m/%Y} | Source: KCNA.kp (En) | Read original version at source\n\n"
        f"{dateline(day)}{text_of(body)} -0-\n\nwww.kcna.kp ({day:%Y.%m.%d}.)\n\n"
        f"More From KCNA.kp (En)\n\n{listing}More Articles"
    )
    return Written("kcnawatch", text, title, day, body, items)


@st.composite
def kcna_kp_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    text = f"{title}\n\n{dateline(day)}{text_of(body)}\n\n-0-\n\nwww.kcna.kp ({day:%Y.%m.%d}.)\n"
    return Written("kcna_kp", text, title, day, body, [])


@st.composite
def pyongyang_times_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    gap = draw(st.sampled_from(["\n\n", ""]))
    text = (
        f"{title}\n\n{MONTHS[day.month - 1]} {day.day}, {day.year}{gap}{text_of(body)}\n\n"
        "KCNA\n\n2027 © All rights reserved. www.pyongyangtimes.com.kp\n"
    )
    return Written("pyongyang_times", text, title, day, body, [])


@st.composite
def rodong_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    text = (
        f"Nov. 16, 2027 Tuesday\nRodong Sinmun\n\n{title}\n\nPolitics"
        f" {day.year}.{day.month}.{day.day}.\n\n{text_of(body)}\n\nRodong Sinmun\n"
    )
    return Written("rodong", text, title, day, body, [])


@st.composite
def kcna_co_jp_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    bar = draw(st.sampled_from(["", " |", "\n|"]))
    text = (
        f"calendar>>{MONTHS[day.month - 1]} {day.day}. {day.year} Juche {day.year - 1911}{bar}\n"
        f"{title}{bar}\n{dateline(day)}{text_of(body)}{bar}\n"
        f"Copyright (C) KOREA NEWS SERVICE(KNS) All Rights Reserved.{bar}\n"
    )
    return Written("kcna_co_jp", text, title, day, body, [])


@st.composite
def plain_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    text = (
        f"Title: {title}\nDate: {day}\nSource: KCNA.kp (En)\nTopic: All\n\n{lines_of(body)} -0-\n"
    )
    return Written("plain", text, title, day, body, [])


@st.composite
def site_pages(draw: st.DrawFn) -> Written:
    """Return a page of Minju Joson. Its frame can be above the headline, below the text or both."""
    title, day, body = draw(articles())
    name = "Minju Joson | Minju Joson, the organ of the Presidium"
    owner = "Copyrights 2027 © Minju Joson Offices of the DPRK"
    above, below = draw(st.sampled_from([(name, owner), (name, ""), ("", owner)]))
    text = f"{above}\n{title}\n\n{day:%Y.%m.%d}.\n\n{text_of(body)}\n\n{below}\n"
    return Written("site_pages", text, title, day, body, [])


@st.composite
def mirror_pages(draw: st.DrawFn) -> Written:
    title, day, body = draw(articles())
    foot = draw(st.sampled_from(["NEWSLETTER\n|\n", "|", ""]))
    text = (
        f"{title}\n\nKorean Central News Agency of DPRK\n\nPosted on {long_date(day)} by editor\n\n"
        f"{dateline(day)}{text_of(body)} -0-\n{foot}\nJoin the GlobalSecurity.org mailing list |"
    )
    return Written("mirrors", text, title, day, body, [])


pages = st.one_of(
    kcnawatch_pages(),
    kcna_kp_pages(),
    kcna_co_jp_pages(),
    pyongyang_times_pages(),
    rodong_pages(),
    plain_pages(),
    site_pages(),
    mirror_pages(),
)


def saved(text: str) -> SavedFile:
    data = text.encode("utf-8", "surrogatepass")
    return SavedFile("page.txt", FileBytes.of(data).sha256, len(data), data, "utf-8", text)


def check_evidence(text: str, file: ParsedFile) -> None:
    """Check that each value is what its rule reads at its spans.

    A value without spans must have a rule that does not read words of the text.
    """
    results: list[Evidence] = [file.saved_not_before] if file.saved_not_before else []
    for article in file.articles:
        results += [*article.fields.values(), *article.witnesses.values()]
        for paragraph in article.paragraphs:
            assert words([text[start:end] for start, end in paragraph.spans]) == paragraph.text
            assert paragraph.text == " ".join(paragraph.text.split()) != ""
    for evidence in results:
        if evidence.spans:
            assert apply_rule(evidence.rule, text, evidence.spans) == evidence.value
        else:
            assert RULES[evidence.rule].basis is not Basis.TEXT
    for item in file.items:
        assert 0 <= item.span[0] < item.span[1] <= len(text)


@given(pages)
def test_the_parts_of_a_generated_page_are_read_as_written(page: Written) -> None:
    file = parse(saved(page.text))
    (article,) = file.articles
    assert file.layout == page.layout
    assert article.fields["title"].value == page.title
    assert article.fields["published"].value == page.published.isoformat()
    assert [paragraph.text for paragraph in article.paragraphs] == page.paragraphs
    assert [(item.title, item.lead, item.published) for item in file.items] == page.items
    assert not article.problems and not article.is_date_doubtful
    check_evidence(page.text, file)


@given(articles(), st.sampled_from(["News", "The Economy - Industry", "Culture"]))
def test_the_parts_of_a_generated_page_without_a_date_are_read_as_written(
    parts: tuple[str, date, list[str]], section: str
) -> None:
    title, _, body = parts
    text = f"/ {section}\n{title}\n" + "".join(f"   {paragraph}\n" for paragraph in body)
    file = parse(saved(text))
    (article,) = file.articles
    assert (file.layout, article.fields["title"].value, article.fields["section"].value) == (
        "voice_of_korea",
        title,
        section,
    )
    assert [paragraph.text for paragraph in article.paragraphs] == body
    assert "published" not in article.fields
    check_evidence(text, file)


@given(
    st.lists(
        st.tuples(titles, st.lists(sentences, min_size=1, max_size=4)), min_size=2, max_size=5
    ),
    days,
    st.sampled_from(["", " -0-", "\n-0-"]),
    st.sampled_from(["\n", "\n\n"]),
    st.sampled_from(["\n", "\n\n", "    "]),
    st.booleans(),
)
def test_each_letter_of_a_digest_belongs_to_one_article(
    parts: list[tuple[str, list[str]]], day: date, end: str, gap: str, below: str, has_frame: bool
) -> None:
    text = gap.join(f"{title}{below}{dateline(day)}{gap.join(body)}{end}" for title, body in parts)
    if has_frame:
        text = f"calendar>>{MONTHS[day.month - 1]} {day.day}. {day.year} Juche 86\n\n{text}\n"
    file = parse(saved(text))
    assert [
        (
            article.fields["title"].value,
            [paragraph.text for paragraph in article.paragraphs],
            article.position,
        )
        for article in file.articles
    ] == [(title, body, index) for index, (title, body) in enumerate(parts)]
    edges = [edge for article in file.articles for edge in article.span]
    assert edges == sorted(edges)
    covered = {letter for article in file.articles for letter in range(*article.span)}
    left = "".join(letter for place, letter in enumerate(text) if place not in covered)
    assert "".join(left.split()) == "".join(text[: edges[0]].split())
    check_evidence(text, file)


def test_every_layout_has_generated_pages() -> None:
    generated = {"kcnawatch", "kcna_kp", "kcna_co_jp"}
    generated |= {"pyongyang_times", "rodong", "plain", "voice_of_korea"}
    generated |= {"site_pages", "mirrors"}
    assert generated == set(LAYOUTS) - {"agency_text", "bare"}


def parse_or_reject(text: str, layout: str | None = None, source: str | None = None) -> None:
    try:
        file = parse(saved(text), layout=layout, source=source)
    except Rejection as rejection:
        assert rejection.reason and rejection.message
    else:
        check_evidence(text, file)


@given(
    st.text(),
    st.sampled_from([None, *LAYOUTS, "none of ours"]),
    st.sampled_from([None, "Voice of Korea (EN)", "(En)"]),
)
def test_any_text_is_parsed_or_rejected(text: str, layout: str | None, source: str | None) -> None:
    parse_or_reject(text, layout, source)


@cache
def _texts() -> list[str]:
    folders = [
        path
        for path in sorted(CASES.glob("*/*"))
        if path.suffix == ".txt" and path.parent.name != "rejected"
    ]
    texts = [read_file(path).text for path in [*sorted(SEEDS.iterdir()), *folders]]
    return [text for text in texts if len(text) < 20_000]


PIECES = sorted({line for text in _texts() for line in text.split("\n")})


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join))
def test_mixed_lines_of_many_pages_are_parsed_or_rejected(text: str) -> None:
    parse_or_reject(text)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return a saved page with one to four random changes, such as a deleted or doubled line."""
    text = draw(st.sampled_from(_texts()))
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = draw(st.sampled_from(["delete", "double", "swap", "cut", "put", "join"]))
        if change == "delete":
            del lines[at]
        elif change == "double":
            lines.insert(at, lines[other])
        elif change == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif change == "join":
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        text = "\n".join(lines)
        if change == "cut":
            text = text[: draw(st.integers(0, len(text)))]
        elif change == "put":
            place = draw(st.integers(0, len(text)))
            text = text[:place] + draw(st.text(max_size=3)) + text[place:]
    return text


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_page_is_parsed_or_rejected(text: str) -> None:
    parse_or_reject(text)


@example(b"WARC/")
@example(b"WARC/1.")
@example(b"<?xml")
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    try:
        file = decode(FileBytes.of(data), Path("page.txt"))
    except Rejection as rejection:
        assert rejection.reason in {
            *("empty", "binary", "encoding-unknown", "not-an-article", "unreadable"),
            "layout-known-unsupported",  # the bytes of a data set that is not read, such as XML
        }
    else:
        parse_or_reject(file.text)
