"""Rows that are only a piece of a text, or have a text in a wrong column.

A piece can be a paragraph, a sentence, or a chunk for a search engine.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.errors import Rejection
from ingest.formats.field_names import name_key
from ingest.formats.missing_values import is_missing
from ingest.text_lines import ends_sentence

_NUMBER = r"(?: (?:id|ids|no|nr|num|number|index|idx|ix|pos|position|order|seq|key|start))"
_PIECE = r"(?:chunk|sentence|sent|passage|snippet|segment|fragment|utterance|token)"
# A piece by its name alone; a paragraph or line only beside the id of its article.
_ALONE = re.compile(
    rf"{_PIECE}{_NUMBER}|(?:paragraph|para|par){_NUMBER}|문단 ?번호|문장 ?번호|段落番号|段落号"
)
_BESIDE_ID = re.compile(
    rf"(?:{_PIECE}|paragraph|para|par|piece){_NUMBER}?|(?:line|block|part|span){_NUMBER}|문단|段落"
)
_ID = re.compile(
    r"(?:article|art|doc|document|parent|news|story|source|text|file|record|page|post)"
    r" (?:id|no|nr|number|key|ref|uuid)|parent|기사 ?번호|기사 ?id|文章id|記事id"
)
_WHOLE = re.compile(
    rf"(?:(?:total|num|number of|n) )?(?:{_PIECE}|paragraph|para)s?(?: (?:count|total))?"
)


_LONG_SOURCE = 100  # letters; a longer value that ends a sentence is no name of a source


@lru_cache(maxsize=4_000)
def _role(name: str) -> str:
    """Return "piece", "part", "id" or "count" for the name of such a column, otherwise ""."""
    key = name_key(name.rpartition(".")[2])
    if _ALONE.fullmatch(key):
        return "piece"
    if _ID.fullmatch(key):
        return "id"
    if _BESIDE_ID.fullmatch(key):
        return "part"
    return "count" if _WHOLE.fullmatch(key) else ""


def reject_piece(pairs: Sequence[tuple[str, str]]) -> None:
    """Raise Rejection (not-an-article) if the names in a row say that it is a piece of a text."""
    roles = {role: (name, value) for name, value in pairs if (role := _role(name))}
    found = roles.get("piece") or (roles.get("part") if "id" in roles else None)
    if not found or (is_missing(found[1]) and found[1].strip() != "0"):
        return
    if roles.get("count", ("", ""))[1].strip() == "1":  # the whole text is one piece
        return
    raise Rejection(
        "not-an-article",
        f"The row is only a piece of a text ({found[0].strip()}: {found[1].strip()[:40]}). Join the"
        " pieces of each article into one row, and import it again.",
    )


def reject_moved(source: str, text: str) -> None:
    """Raise Rejection (not-an-article) if a text stands in the column of the source."""
    if len(source) > max(_LONG_SOURCE, len(text)) and ends_sentence(source.strip()):
        raise Rejection(
            "not-an-article",
            f"The source of the row is a text: “{source.strip()[:60]}…”. Its values may stand in"
            " the wrong columns.",
        )
