"""Reports two columns or headers of an article that have different values.

`ingest.formats.row_choice` finds such values: facts such as "other-date" and "other-title".
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from ingest.formats.row_choice import OTHER
from ingest.layouts.article_draft import Draft
from ingest.rules import UnreadableValue, read
from ingest.text_lines import squeeze
from ingest.values import Problem, Span

_CODES = {
    "title": ("titles-disagree", "titles"),
    "source": ("sources-disagree", "names of the source"),
}
_SHOWN = 100  # letters of a value in a message


def add_disagreements(draft: Draft, headers: Mapping[str, Span]) -> None:
    """Add to `draft` a problem, or a witness of the date, for each value that disagrees.

    `headers` is a dict from the names of facts to the spans of their values.
    """
    rule = next((name for name in headers if name.startswith("date-")), "date")
    if other := headers.get(f"{OTHER}date"):
        with suppress(UnreadableValue):
            read_as = rule.replace("date", "header", 1)
            draft.witnesses["other_header"] = read(read_as, draft.text, other)
    draft.problems += _problems(draft, headers)


def _problems(draft: Draft, headers: Mapping[str, Span]) -> Iterator[Problem]:
    for field, (code, what) in _CODES.items():
        span, other = headers.get(field), headers.get(f"{OTHER}{field}")
        if span and other:
            used, left = (squeeze(draft.text[slice(*one)]) for one in (span, other))
            message = f"Two {what} are given: “{_cut(used)}” and “{_cut(left)}”. The first is used."
            candidates = (used[:_SHOWN], left[:_SHOWN])
            yield Problem(code, message, words=left, candidates=candidates, spans=(span, other))
    if other := headers.get(f"{OTHER}text"):
        left = squeeze(draft.text[slice(*other)])
        message = f"Another column has another text, which is not used: “{_cut(left)}”."
        yield Problem("texts-disagree", message, words=left, spans=(other,))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
