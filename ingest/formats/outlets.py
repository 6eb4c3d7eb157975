"""The outlet that the head of a collection names: "KCNA articles, May 2024"."""

import re
from functools import lru_cache

from ingest.formats.row_choice import listed_sources
from ingest.month_names import MONTH_NUMBERS
from ingest.sources import read_source_name, source_key

_AGENCY = re.compile(
    r"KCNA|Korean Central News Agency|조선중앙통신|朝中社|朝鲜中央通讯社|朝鮮中央通信|ЦТАК|ACNC",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w[\w.'’&-]*\w|\w")
_LONGEST = 120  # letters of a head
_MOST_WORDS = 12
_AROUND = frozenset(
    (
        *("a", "all", "and", "article", "articles", "archive", "archives", "by", "clippings"),
        *("collected", "collection", "corpus", "coverage", "data", "dataset", "english", "export"),
        *("for", "from", "full", "in", "korean", "my", "news", "newspaper", "of", "on", "outlet"),
        *("reports", "saved", "selected", "set", "source", "stories", "text", "texts", "the", "to"),
        *("기사", "기사모음", "모음", "자료", "뉴스", "보도", "출처", "신문"),
    )
)


def is_outlet(words: str) -> bool:
    """Return True for the name of an agency or of a listed source."""
    return bool(_AGENCY.fullmatch(words)) or (
        source_key(read_source_name(words)[0]) in listed_sources()
    )


@lru_cache(maxsize=1_000)
def outlet_in(head: str) -> str:
    """Return the only outlet that the head of a collection names; "" if it says something else.

    Beside the name, only dates and words such as "articles" may stand in the head.
    """
    words = list(_WORD.finditer(head)) if len(head) <= _LONGEST else []
    if len(words) > _MOST_WORDS:
        return ""
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            name = head[words[first].start() : words[first + size - 1].end()]
            others = [*words[:first], *words[first + size :]]
            if is_outlet(name) and all(_is_usual(word.group()) for word in others):
                return name
    return ""


def _is_usual(word: str) -> bool:
    word = word.casefold().rstrip(".")
    return word in _AROUND or word in MONTH_NUMBERS or word[:1].isdigit()
