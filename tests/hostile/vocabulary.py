"""The words and marks that the program recognises in files. Hostile files consist of them."""

import re
from collections.abc import Iterable, Mapping

from ingest.html import _BLOCKS, _DROPPED
from ingest.layouts.agency_marks import LEFT_OVERS
from ingest.mentions import persons, places_with_type_word
from ingest.mentions.korean_names import FAMILY_NAMES
from ingest.mentions.names_csv import read_listed
from ingest.mentions.organisation_words import (
    BUILDINGS,
    COLLECTIVES,
    COMMON,
    HEADS,
    MONTHS,
    NO_PART,
    PLURALS,
    STATE_WORDS,
)
from ingest.mentions.places_csv import read_places


def _capitals(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(word.title().replace("'S", "'s") for word in words))


def _as_written(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _offices() -> Iterable[str]:
    return re.split(r"\|", persons._OFFICES)


def _listed(kind: str) -> tuple[str, ...]:
    return _as_written(
        name for row in read_listed() if row.kind == kind for name, _kind in row.names
    )


WORDS: Mapping[str, tuple[str, ...]] = {
    "heads of organisations": _capitals(HEADS),
    "heads in lower case": _as_written(HEADS),
    "heads in the plural": _as_written(PLURALS),
    "words of organisations": _capitals(COMMON | COLLECTIVES | STATE_WORDS | BUILDINGS),
    "words that end a name": _capitals(NO_PART),
    "months": _capitals(MONTHS),
    "family names": _capitals(FAMILY_NAMES),
    "offices": _as_written(_offices()),
    "titles": ("Comrade", "Minister", "Dr.", "Mr.", "Marshal", "named", "puppet"),
    "types of places": (
        *_as_written(places_with_type_word._TYPES),
        *_capitals(places_with_type_word._TYPES),
    ),
    "directions": ("North", "South", "northern", "Upper"),
    "joints": ("and", "or", "&", "of", "of the", "for", "in", "on", "with", ",", "the", "other"),
    "marks in names": ("C.C.", "No. 1", "1st", "105th", "U.S.", "'s", "great", "-ri", "-dong"),
    "unknown names": ("Foo", "Aa", "Undok", "A", "Foo-ri", "Foo-dong", "Baa-up", "Kim Foo"),
    "short names": ("(ABC)", "(WPK)", "(Chongsanghoe)", "Chongsanghoe", "ABC", "WPK", "DPRK"),
    "leaders": ("Kim Jong Un", "Kim Il SungUniversity", "toKim Jong Il", "KIM JONG UN"),
    "embassies": ("embassy", "Embassy", "DPRK embassy in Moscow", "Russian embassy"),
    "places": _as_written(
        name for place in read_places() for name, _kind in ((place.name, ""), *place.names)
    ),
    "listed organisations": _listed("organisation"),
    "listed people": _listed("person"),
}
"""The words that the name finder knows, as texts write them: name of a group -> its words."""

MARKS: tuple[str, ...] = (
    *LEFT_OVERS,
    "Pyongyang, May 1 (KCNA) -- ",
    "Pyongyang, May 1 (KCNA",
    "朝中社平壤7月2日电",
    "【平壌7月2日発朝鮮中央通信】",
    "(평양 7월 2일발 조선중앙통신)",
    "-0- www.kcna.kp (2024.1.1.)",
    "www.kcna.kp (Juche113.1.1.)",
    "(完)",
    "【조선중앙통신】",
    "Date: 01/01/2020 | Source: KCNA.kp (En) | Read original version at source",
    "Date: 01/01/2020 | Source: ",
    "| ",
    "More From KCNA.kp (En)",
    "More Articles",
    "KCNA KCNA.kp (En)",
    "KCNA",
    "KCNA Watch",
    "Rodong Sinmun",
    "2024.11.6. 《로동신문》 6면",
    "Politics 2024.2.10.",
    "May 09, 2025",
    "May 09, 2025May 9, 2025",
    "May 09, 2025Foo",
    "May 9, Juche 114 (2025) Friday",
    "2024.1.1.",
    "2024-01-01",
    "01/01/2020",
    "[Juche113.1.1.]",
    "(2024.1.1.)",
    "1 / 5",
    "/ News",
    "/ ニュース",
    "Rodong News Team",
    "2024.2.10.",
    "No. 12 | Date: 2025-07-01 | Hits: 3",
    "http://www.pyongyangtimes.com.kp/?bbs=1",
    "Title: a",
    "Date: 2024",
    "Source: a",
    "URL: https://a.kp/a",
    "Note: a",
    "2024 © All rights reserved. www.pyongyangtimes.com.kp",
    "Share Button",
    "Get all headlines delivered to your inbox",
    "404 not found",
    "calendar >>",
    "Han Song Il, director of a school",
    "Press Review",
    "â€",
    "\ufffd",
    "&amp;",
    "&#x41;",
    "&",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<br>",
    "<p ",
    '<a href="x">',
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<!-- a -->",
    "<Rodong Sinmun>",
    '"',
    "'",
    "“",
    "’",
    "(",
    ")",
    "[",
    "-",
    "—",
    "- a",
    "* a",
    "•",
    ".",
    "a. ",
    "? ",
    ":",
    "A",
    "a",
    "1",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x0b",
    "\f",
    "\t",
    " ",
    "\r",
    "가",
    "一",
    "ぁ",
    "я",
    "é",
    "İ",
    "ﬁ",
    "\u0301",
    "😀",
)
"""Marks ("More From") by which layouts recognise pages and read fields, and odd characters."""

TAGS: tuple[str, ...] = (
    *(f"<{name}>" for name in sorted(_BLOCKS | _DROPPED | {"a", "b", "br", "img", "head", "html"})),
    *(f"</{name}>" for name in ("p", "div", "a", "b", "br", "nav", "pre", "script", "title", "x")),
    *('<a href="x">', '<a href="x" href="y">', "<a href>", "<p a=", '<p a="', "<p a='", "<p/"),
    *("<p ", "<p", "</", "</p ", "<", "<a>Read original version at source</a>", "<br/>", "<p/>"),
    *("<!--", "-->", "<!-- a -->", "<!doctype html>", "<!doctype ", "<![CDATA[", "]]>", "<![if ]>"),
    *("<![endif]-->", "<!", "<?xml ", "<?a?>", "<?", "&", "&amp;", "&amp", "&#65;", "&#", "&#x"),
    *("&#99999999999;", "&notit;", "a", " ", "\n", '"', "'", "=", "/", ">", "<svg/>", "<x:y>"),
    *("<title>", "</title>", "<textarea>", "<plaintext>", "<xmp>", "<noscript>", "</noscript>"),
    *(
        '<meta property="og:title" content="Kite">',
        "<meta ",
        '<meta name="{n}" content="',
        "<link ",
    ),
    *('<link rel="canonical" href="http://a.example/{n}">', '<html lang="en">', "<title>{name} | "),
    *('<script type="application/ld+json">{"@type": "Article", "headline": "{name}"}</script>',),
    *('<script type="application/ld+json">', '[{"@type": "Article", "@graph": ', "<frameset>"),
    *("<!-- saved from url=(0022)http://a.example/ -->", "<!-- saved from url=(", "\nurl: a\n"),
    *("<!-- Page saved with SingleFile\n url: ", "<!-- Mirrored from a by HTTrack ], {n}"),
)
"""Pieces of HTML: tags, unclosed tags, comments, character references ("&amp;")."""
