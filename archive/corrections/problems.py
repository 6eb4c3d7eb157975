"""The problems of an article, and which of them are still open after what people said about it."""

import json
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any

from archive.models import Extract, Mention
from ingest.values import Problem

Problems = Sequence[dict[str, Any]]

IDENTITY_PROBLEMS = frozenset(
    {
        "possible-duplicate",
        "several-matches",
        "link-shared",
        "link-common",
        "key-changed",
        "part-vanished",
    }
)
"""Problems of an extract that the importer found: about which article it is. They outlive a
reparse, and stay with the article whatever it shows."""

FIELD_OF = {
    "date": "published",
    "dates": "published",
    "dateline": "dateline_on",
    "source": "source",
    "title": "title",
    "language": "language",
    "link": "original_url",
    "body": "body",
    "mojibake": "body",
    "damaged": "body",
}
"""The field of a problem, by the first word of its code: a correction of the field settles the
problem."""


SETTLED = "problem:"
"""How the field of a correction begins that says of one problem: it was looked at, and all is
well."""


def problem_key(problem: dict[str, Any]) -> str:
    """The field of a correction that settles this problem. Another message, or other words, is
    another problem."""
    return SETTLED + sha256(json.dumps(problem, sort_keys=True).encode()).hexdigest()[:16]


def identity_problems(extract: Extract) -> list[dict[str, Any]]:
    """What is doubtful about whose article this extract is."""
    return [problem for problem in extract.problems if problem["code"] in IDENTITY_PROBLEMS]


def all_problems(
    shown: Extract, found: Iterable[Problem], extracts: Iterable[Extract]
) -> list[dict[str, Any]]:
    """All that is doubtful about an article: of the extract it shows, of the names found in it, of
    its identity (by any of its extracts)."""
    names = [problem.as_json() for problem in found]
    return merged(shown.problems, names, *(identity_problems(extract) for extract in extracts))


def merged(*lists: Problems) -> list[dict[str, Any]]:
    """Problems of several origins in one list, each once."""
    found: list[dict[str, Any]] = []
    for problem in (problem for problems in lists for problem in problems):
        if problem not in found:
            found.append(problem)
    return found


def open_problems(
    problems: Problems, corrected: Collection[str], said: Iterable[Mention]
) -> list[dict[str, Any]]:
    """The problems that neither a correction of their field nor a word about their place has
    settled, nor a person who looked at them and found all well.

    `said` are the mentions about which a person spoke, with their entities.
    """
    spoken = [each for each in said if each.state != Mention.State.RETRACTED]
    return [
        problem
        for problem in problems
        if FIELD_OF.get(problem["code"].split("-")[0]) not in corrected
        and problem_key(problem) not in corrected
        and not any(_settles(mention, problem) for mention in spoken)
    ]


def _settles(mention: Mention, problem: dict[str, Any]) -> bool:
    """Whether a person spoke about the name of this problem, or named one of its candidates."""
    if not problem["code"].startswith("place-"):
        return False
    if mention.state != Mention.State.REJECTED and mention.entity.slug in problem.get(
        "candidates", ()
    ):
        return True
    # The finder's spans count in the field that its message names.
    field = Mention.Field.TITLE if "in the title" in problem["message"] else Mention.Field.BODY
    if mention.field != field or mention.start is None or mention.end is None:
        return False
    return any(
        mention.start < end and start < mention.end for start, end in problem.get("spans", ())
    )
