"""Limits on the number of problems and mentions that are stored for one article.

Without limits, an article of 10 MB could have a million problems and a million mentions. In 36,000
articles that we have seen, no article had more than 208 mentions or 7 problems. If problems or
mentions are left out, an additional problem says so.
"""

import re
from collections.abc import Sequence
from itertools import islice

from ingest.values import FoundMentions, MentionSpan, Problem

MOST_PROBLEMS = 200
"""The largest number of problems with values that are kept for an article.

The same limit applies to the problems with the names in an article."""

MOST_MENTIONS = 2_000
"""The largest number of mentions of an article that are kept."""

MOST_CAPITALS = 30_000
"""Names are searched only at the beginning of a text, up to this number of capitalised words.

An English text of 900,000 letters has about 30,000 of them."""

_CAPITAL = re.compile(r"(?<![^\W\d_])[^\W\d_a-z]")


def searched_part(text: str) -> str:
    """Return the part of a text in which names are searched.

    It ends before capitalised word number MOST_CAPITALS + 1, or at the end of the text.
    """
    if len(text) <= 2 * MOST_CAPITALS:
        return text
    first = next(islice(_CAPITAL.finditer(text), MOST_CAPITALS, None), None)
    return text[: first.start()] if first else text


def limited_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the first MOST_PROBLEMS of `problems`, the problems with the values of an article.

    If there are more, the problem "problems-left-out" is added.
    """
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    message = f"The article has {len(problems):,} problems; the first {MOST_PROBLEMS:,} are kept."
    return (*problems[:MOST_PROBLEMS], Problem("problems-left-out", message))


def limited_mentions(found: FoundMentions, searched: str = "", text: str = "") -> FoundMentions:
    """Return at most MOST_MENTIONS mentions and MOST_PROBLEMS problems with names.

    The first mention of each name is kept before any repetition, so that the article is counted for
    everything that it names. Of the repetitions, the first in the article are kept.

    `searched` is the part of `text` in which names were searched. A problem "names-left-out" is
    added for each of these cases: mentions are left out, problems are left out, `searched` is not
    the whole text.
    """
    notes: list[Problem] = []
    if len(searched) < len(text):
        message = (
            f"Names are searched only in the first {len(searched):,} of the {len(text):,} letters"
            " of the text, because it has very many capitalised words."
        )
        notes.append(Problem("names-left-out", message, "body", words="letters"))
    mentions, problems = found.mentions, found.problems
    if len(mentions) > MOST_MENTIONS:
        mentions, missing = _first_mentions(mentions)
        message = (
            f"The article has {len(found.mentions):,} mentions of names; {MOST_MENTIONS:,} are"
            f" kept. {_lost(missing)}"
        )
        notes.append(Problem("names-left-out", message, "body", words="mentions"))
    if len(problems) > MOST_PROBLEMS:
        message = (
            f"The article has {len(problems):,} problems with names; the first {MOST_PROBLEMS:,}"
            " are kept."
        )
        notes.append(Problem("names-left-out", message, "body", words="problems"))
        problems = problems[:MOST_PROBLEMS]
    return FoundMentions(mentions, (*problems, *notes)) if notes else found


def _lost(names: int) -> str:
    if not names:
        return "They include at least one mention of each name."
    return f"{names:,} names have no mention that is kept, so the article is not counted for them."


def _first_mentions(mentions: Sequence[MentionSpan]) -> tuple[tuple[MentionSpan, ...], int]:
    """Return the mentions to keep, in the same order, and the number of names that are not kept."""
    first: dict[tuple[str, str, str, str], int] = {}
    repeated: list[int] = []
    for index, mention in enumerate(mentions):
        site = mention.site if mention.kind == "place" else ""
        name = (mention.kind, mention.entity, mention.name, site)
        if first.setdefault(name, index) != index:
            repeated.append(index)
    kept = [*first.values(), *repeated][:MOST_MENTIONS]
    return tuple(mentions[index] for index in sorted(kept)), max(0, len(first) - MOST_MENTIONS)
