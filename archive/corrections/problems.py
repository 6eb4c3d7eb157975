"""The problems of an article: how each is identified, and which of them staff have not settled."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from archive.models import Extract, Mention
from ingest.problem_codes import codes_about
from ingest.values import Problem

Problems = Sequence[dict[str, Any]]

IDENTITY_PROBLEMS = codes_about("identity")
"""Problems of an extract that the importer found: about which article it belongs to. They survive a
reparse, and stay with the article whichever extract it shows."""

NAME_PROBLEMS = codes_about("name")
"""Problems of a name in the title or body. A decision about the name settles them, a correction of
the field does not: names are looked for again in the corrected text."""


def problem_key(problem: Mapping[str, Any]) -> str:
    """Return the identity of a stored problem: 16 hex digits.

    It depends on what the problem is about, never on the sentence that tells people of it, nor on
    spans, which move when the text before them changes."""
    identity = [problem["code"], problem["field"], problem["words"], list(problem["candidates"])]
    return sha256(json.dumps(identity).encode()).hexdigest()[:16]


def identity_problems(extract: Extract) -> list[dict[str, Any]]:
    """Return the problems of an extract about which article it belongs to."""
    return [problem for problem in extract.problems if problem["code"] in IDENTITY_PROBLEMS]


def all_problems(
    shown: Extract, found: Iterable[Problem], extracts: Iterable[Extract]
) -> list[dict[str, Any]]:
    """Return all problems of an article.

    They are those of the extract that it shows, of the names found in it, and of its identity (of
    any of its extracts)."""
    names = [problem.as_json() for problem in found]
    return merged(shown.problems, names, *(identity_problems(extract) for extract in extracts))


def merged(*lists: Problems) -> list[dict[str, Any]]:
    """Return several lists of problems as one, without repetitions."""
    found: list[dict[str, Any]] = []
    for problem in (problem for problems in lists for problem in problems):
        if problem not in found:
            found.append(problem)
    return found


def open_problems(
    problems: Problems,
    corrected: Collection[str],
    settled: Collection[str],
    decided: Iterable[Mention],
) -> list[dict[str, Any]]:
    """Return the problems that staff have not settled.

    `corrected` are the corrected fields of the article, `settled` the keys of problems that
    somebody looked at, `decided` the mentions about which somebody decided, with their entities."""
    standing = [mention for mention in decided if mention.state != Mention.State.RETRACTED]
    return [
        problem
        for problem in problems
        if problem_key(problem) not in settled and not _is_answered(problem, corrected, standing)
    ]


def _is_answered(
    problem: Mapping[str, Any], corrected: Collection[str], decided: Iterable[Mention]
) -> bool:
    """Tell whether a correction of its field, or of a name a decision about it, settles a
    problem."""
    if problem["code"] in NAME_PROBLEMS:
        return any(_answers(mention, problem) for mention in decided)
    return problem["field"] in corrected


def _answers(mention: Mention, problem: Mapping[str, Any]) -> bool:
    """Tell whether a decided mention names a candidate of a problem, or stands at its words."""
    if mention.state != Mention.State.REJECTED and mention.entity.slug in problem["candidates"]:
        return True
    if mention.field != problem["field"] or mention.start is None or mention.end is None:
        return False
    return any(mention.start < end and start < mention.end for start, end in problem["spans"])
