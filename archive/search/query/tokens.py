"""Split the text of a search into tokens: words, phrases, fields, parentheses and operators."""

import re
from collections.abc import Iterator

from archive.search.analysis.words import normal_form
from archive.search.facets import FACETS

MAX_QUERY_LENGTH = 1_000

FIELDS = {"title": "title"} | {
    name: facet.name for facet in FACETS.values() for name in (facet.name, *facet.aliases)
}
"""The search field for each name that a reader can type: "org" -> "organisation"."""

Token = re.Match[str]

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "‟": '"', "−": "-", "–": "-"}
)
_TOKEN = re.compile(
    rf"""(?P<space>\s+) | (?P<open>\() | (?P<close>\)) | "(?P<phrase>[^"]*)"?
    | (?P<minus>(?<![^\s(:])(?:-+(?=[^\s)-])|NOT(?=\s+[^\s)]))) | (?P<join>(?:AND|OR)(?=[\s()"]|$))
    | (?P<near>(?:NEAR|(?i:near)/(?P<distance>\d+))(?=[\s()"]|$))
    | (?<![^\s(:-])(?P<field>(?i:{"|".join(FIELDS)})):
    | (?P<word>\d{{1,3}}(?:[ ]\d{{3}})+(?=[\s)]|$) | [^\s"()]+)""",
    re.VERBOSE,
)


def clean_query(typed: str) -> str:
    """Return the text in normal form, with straight quotes, plain hyphens and single spaces.

    Characters that cannot be encoded in UTF-8 are replaced by "?".
    """
    readable = (
        normal_form(typed.translate(_QUOTES))
        .replace("\0", " ")
        .encode("utf-8", "replace")
        .decode("utf-8")
    )
    return " ".join(readable.split())


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of a text from `clean_query`, without the spaces between them."""
    return (token for token in _TOKEN.finditer(text) if token_kind(token) != "space")


def token_kind(token: Token) -> str:
    """Return "open", "close", "phrase", "minus", "join", "near", "field", "word" or "space"."""
    return "near" if token.lastgroup == "distance" else token.lastgroup or ""
