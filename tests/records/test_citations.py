"""Test citations in words and in files, against programs and libraries that others wrote.

`citations.jsonl` has what citeproc-js, the reference processor, made with the official CSL styles
(Chicago 18th edition, APA 7th, MLA 9th) of an article-newspaper whose title and source were marked
as “nocase”. Each line has the values of one item, and for each style the entry and the short form.
"""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import bibtexparser
import pytest
import rispy

from archive.records.bibtex import bibtex_entry
from archive.records.cited import Cited
from archive.records.csl import csl_item
from archive.records.metadata import metadata
from archive.records.ris import ris_record
from archive.records.styles import citations
from ingest.partial_date import PartialDate

SITE = "https://dateline.example"
USUAL = Cited(
    pk=17,
    path="/articles/17/",
    title="Bridge Opened",
    author="KCNA",
    source="Rodong Sinmun",
    published=PartialDate(2025, 4, 17),
    is_date_doubtful=False,
    is_corrected=False,
    language="en",
    written_at="Pyongyang, 16 April",
    original_url="http://kcna.kp/en/article/q/17.kcmsf",
    sha256="3f2a9c01b2de" + "0" * 52,
    saved="on or before 3 May 2025 (UTC)",
)
TITLES = [
    "Work & Play: 100% of $5, Item #1_a",
    "Balanced {braces} and ~x^2",
    "Unbalanced } brace {{ and back\\slash",
    "TY  - JOUR\r\nER  - \r\nTwo lines",
    "경애하는 김정은동지께서 농장을 현지지도하시였다",
    "<script>alert(1)</script> \"quoted\" 'single'",
]


def test_citations_are_those_of_the_reference_processor() -> None:
    lines = Path(__file__).with_name("citations.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 42
    for line in lines:
        case = json.loads(line)
        cited = replace(
            USUAL,
            **{name: case[name] for name in ("title", "author", "source", "paragraph")},
            published=PartialDate.parse(case["date"]),
            sha256=case["version"].removeprefix("saved file "),
        )
        made = citations(cited, SITE)
        for expected, citation in zip(case["expected"].values(), made, strict=True):
            # The APA style prints “Retrieved” without a day (archive/records/styles.py).
            entry, short = (text.replace("). Retrieved http", "). http") for text in expected)
            assert unescape(citation.entry) == unescape(entry), case
            assert unescape(citation.short) == unescape(short), case


def test_citations_are_those_of_the_manuals() -> None:
    """Compare with lines written by hand from the rules of the three manuals."""
    chicago, author_date, apa, mla = citations(replace(USUAL, sha256="", paragraph=3), SITE)
    assert chicago.short == (
        "KCNA, “Bridge Opened,” <i>Rodong Sinmun</i>, April 17, 2025, para. 3, Dateline,"
        " https://dateline.example/articles/17/."
    )
    assert author_date.entry == (
        "KCNA. 2025. “Bridge Opened.” <i>Rodong Sinmun</i>, April 17. Dateline."
        " https://dateline.example/articles/17/."
    )
    assert apa.entry == (
        "KCNA. (2025, April 17). Bridge Opened. <i>Rodong Sinmun</i>. Dateline."
        " https://dateline.example/articles/17/"
    )
    assert (apa.short, mla.short) == ("(KCNA, 2025, para. 3)", "(KCNA, par. 3)")
    assert mla.entry == (
        "KCNA. “Bridge Opened.” <i>Rodong Sinmun</i>, 17 Apr. 2025, Dateline,"
        " https://dateline.example/articles/17/."
    )


@pytest.mark.parametrize("title", TITLES)
def test_libraries_read_the_files(title: str) -> None:
    cited = replace(USUAL, title=title, published=PartialDate(2025, 4), author="")
    plain = " ".join(title.split())
    [record] = rispy.loads(ris_record(cited, SITE))
    assert (record["type_of_reference"], record["title"]) == ("NEWS", plain)
    assert (record["secondary_title"], record["date"]) == ("Rodong Sinmun", "2025/04//")
    assert record["urls"] == [f"{SITE}{cited.path}"]
    assert "authors" not in record

    library = bibtexparser.parse_string(
        bibtex_entry(cited, SITE) + bibtex_entry(replace(USUAL, pk=18), SITE),
        append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware()],
    )
    assert not library.failed_blocks
    first, second = library.entries
    read = first.fields_dict["title"].value
    # The library reads no formulas, and TeX's name for ^ as the modifier letter.
    for name, mark in (("ˆ", "^"), (r"$\lbrace$", "{"), (r"$\rbrace$", "}")):
        read = read.replace(name, mark)
    assert read == plain
    assert (first.fields_dict["date"].value, first.fields_dict["year"].value) == ("2025-04", "2025")
    assert "day" not in first.fields_dict
    assert (first.key, second.key) == ("dateline-17", "dateline-18")

    item = csl_item(cited, SITE)
    assert (item["title"], item["issued"]) == (title, {"date-parts": [[2025, 4]]})
    head = metadata(cited, SITE)
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    assert data and json.loads(data[1])["headline"] == title
    shown = re.search('<meta name="citation_title" content="(.*?)">', head)
    assert shown and unescape(shown[1]) == plain


def test_nothing_is_invented() -> None:
    """Leave out what is not known: no date, no agency, no source, no saved file."""
    bare = replace(USUAL, author="", source="", language="", written_at="", original_url="")
    bare = replace(bare, sha256="", saved="", published=PartialDate())
    assert csl_item(bare, SITE).keys() == {"id", "type", "title", "archive", "source", "URL"}
    assert [line[:2] for line in ris_record(bare, SITE).split("\r\n") if line] == [
        *("TY", "ID", "TI", "UR", "DB", "DP", "ER"),
    ]
    assert "year" not in bibtex_entry(bare, SITE)
    assert "n.d." in citations(bare, SITE)[0].entry
    assert "datePublished" not in metadata(bare, SITE)
