"""The most problems and mentions of one article, so that no file can fill the archive.

An article of 10 MB could have a million of each. The most that we have seen in one of 36,000
articles are 208 mentions and 7 problems. If some are left out, a problem says how many.
"""

import re
from collections.abc import Sequence
from itertools import islice

from ingest.values import FoundMentions, MentionSpan, Problem

MOST_PROBLEMS = 200
"""The most problems with the values of an article, and also the most with the names in it."""

MOST_MENTIONS = 2_000
"""The most mentions of an article."""

MOST_CAPITALS = 30_000
"""The number of capitalised words at the beginning of a text in which names are searched.

An English text of 900,000 letters has so many."""

_CAPITAL = re.compile(r"(?<![^\W\d_])[^\W\d_a-z]")


def searched_part(text: str) -> str:
    """Return the beginning of a text in which names are searched: up to MOST_CAPITALS words."""
    if len(text) <= 2 * MOST_CAPITALS:
        return text
    first = next(islice(_CAPITAL.finditer(text), MOST_CAPITALS, None), None)
    return text[: first.start()] if first else text


def limited_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the first MOST_PROBLEMS problems with the values of an article.

    If there are more, the problem "problems-left-out" is added.
    """
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    message = f"The article has {len(problems):,} problems; the first {MOST_PROBLEMS:,} are kept."
    return (*problems[:MOST_PROBLEMS], Problem("problems-left-out", message))


def limited_mentions(found: FoundMentions, searched: str = "", text: str = "") -> FoundMentions:
    """Return at most MOST_MENTIONS mentions and the first MOST_PROBLEMS problems with names.

    The first mention of each name is kept before any repetition, so that the article is counted for
    everything that it names. Of the repetitions, the first in the article are kept. The problem
    "names-left-out" says how many mentions or problems are left out, or that only the part
    `searched` of the `text` was searched.
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
    """Return the mentions to keep, in their order, and the number of names without any of them."""
    first: dict[tuple[str, str, str, str], int] = {}
    repeated: list[int] = []
    for index, mention in enumerate(mentions):
        site = mention.site if mention.kind == "place" else ""
        name = (mention.kind, mention.entity, mention.name, site)
        if first.setdefault(name, index) != index:
            repeated.append(index)
    kept = [*first.values(), *repeated][:MOST_MENTIONS]
    return tuple(mentions[index] for index in sorted(kept)), max(0, len(first) - MOST_MENTIONS)
