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

_QUOTES = str.maketrans(dict.fromkeys("“”„«»″‟《》「」『』", '"') | dict.fromkeys("−–", "-"))
# ‘…’ is a quotation, but ’ is also an apostrophe: a quotation begins before and ends after a word.
_SINGLE_QUOTES = re.compile(r"(?<![^\W_])[‘‚‹](?=\S)([^‘‚‹]*)")
_SINGLE_END = re.compile(r"(?<=\S)[’‘›](?![^\W_])")
_BULLET = re.compile(r"\s*[»›]\s+")
# Marks between words; a comma, slash or dot between digits belongs to a number.
_SEPARATOR = re.compile(r"[;|，、；—―…]|(?<!\d)[,/·／]|[,/·／](?!\d)|\.{2,}")
_ADDRESS = re.compile(r"https?://[^\s/]+/?\S*|(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
_MARKS = " <>[]{}\"'‘’.,;:!?…、。"
_TOKEN = re.compile(
    rf"""(?P<space>\s+) | (?P<open>\() | (?P<close>\)) | "(?P<phrase>[^"]*)"?
    | (?P<minus>(?<![^\s(:])(?:-+(?=[^\s)-])|NOT(?=\s+[^\s)]))) | (?P<join>(?:AND|OR)(?=[\s()"]|$))
    | (?P<near>(?:NEAR|(?i:near)/(?P<distance>\d+))(?=[\s()"]|$))
    | (?<![^\s(:-])(?P<field>(?i:{"|".join(FIELDS)})):
    | (?P<word>(?<![^\s(:-])\d{{1,3}}(?:[ ]\d{{3}})+(?!\d)[^\s"()]* | [^\s"()]+)""",
    re.VERBOSE,
)


def clean_query(typed: str) -> str:
    """Return the text in normal form, with straight quotes, plain hyphens and single spaces.

    Single quotes around words (‘iron ore’) become double quotes. Characters that cannot be encoded
    in UTF-8 are replaced by "?".
    """
    bullet = _BULLET.match(typed)
    text = typed[bullet.end() :] if bullet else typed
    text = _SINGLE_QUOTES.sub(_in_double_quotes, text).translate(_QUOTES)
    text = normal_form(text).translate(_QUOTES)  # the normal form can have new quotes and hyphens
    return " ".join(text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8").split())


def _in_double_quotes(match: re.Match[str]) -> str:
    """Return the text after ‘ with double quotes; unchanged if the quotation does not end.

    It ends at the last ’ of the text if nothing follows, otherwise at the first ’ after a word.
    Quotation marks inside the quotation stay, and those around it are removed.
    """
    text = match[1]
    ends = [end.start() for end in _SINGLE_END.finditer(text)]
    if not ends:
        return match[0]
    end = ends[-1] if not text[ends[-1] + 1 :].strip() else ends[0]
    inside, rest = text[:end], text[end + 1 :]
    return f" {inside} {rest}" if '"' in inside.translate(_QUOTES) else f'"{inside}"{rest}'


def address_in(text: str) -> str:
    """Return the address of a page that a text consists of, without marks around it, or ""."""
    bare = text.strip(_MARKS)
    return bare if _ADDRESS.fullmatch(bare) else ""


def parts_of_word(text: str) -> list[str]:
    """Return the words of a token that are separated by marks: "factory,nampho;wonsan".

    Numbers keep their marks: "10,000", "1/2".
    """
    return [part for part in _SEPARATOR.split(text) if part]


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of a text from `clean_query`, without the spaces between them."""
    return (token for token in _TOKEN.finditer(text) if token_kind(token) != "space")


def token_kind(token: Token) -> str:
    """Return "open", "close", "phrase", "minus", "join", "near", "field", "word" or "space"."""
    return "near" if token.lastgroup == "distance" else token.lastgroup or ""
