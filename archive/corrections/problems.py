"""Collects the problems of an article, compares them, and finds those that are still open."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from archive.corrections.decided_mentions import DecidedMentions
from archive.models import Article, Extract, Mention
from ingest.problem_codes import codes_about
from ingest.values import Problem

Problems = Sequence[dict[str, Any]]

IDENTITY_PROBLEMS = codes_about("identity")
"""The codes of problems that an import found when it looked for the article of an extract.

A reparse keeps these problems. An article has such problems of all its extracts, not only of the
shown extract."""

ABOUT_ARTICLES = frozenset({"possible-duplicate", "several-matches", "link-shared"})
"""The codes of problems whose candidates are ids of articles."""

NAME_PROBLEMS = codes_about("name")
"""The codes of problems with a name in the title or body.

A decision about the name settles such a problem. A correction of the title or body does not settle
the problem, because the name finder searches the corrected text and reports the problem again."""


def problem_key(problem: Mapping[str, Any]) -> str:
    """Return 16 hex digits that identify a stored problem of an article.

    The digits depend on the code, field, words and candidates of the problem. They do not depend on
    the message, nor on the spans, because spans change if the text before them changes.
    """
    identity = [problem["code"], problem["field"], problem["words"], list(problem["candidates"])]
    return sha256(json.dumps(identity).encode()).hexdigest()[:16]


def identity_problems(extract: Extract) -> list[dict[str, Any]]:
    """Return the problems of an extract with a code in IDENTITY_PROBLEMS."""
    return [problem for problem in extract.problems if problem["code"] in IDENTITY_PROBLEMS]


def all_problems(
    shown: Extract, name_problems: Iterable[Problem], extracts: Iterable[Extract]
) -> list[dict[str, Any]]:
    """Return all problems of an article, open or settled.

    These are the problems of the shown extract (`shown`), the problems that the name finder
    reported (`name_problems`), and the `identity_problems` of all extracts of the article.
    """
    names = [problem.as_json() for problem in name_problems]
    return merged(shown.problems, names, *(identity_problems(extract) for extract in extracts))


def problems_of_same_text(
    article: Article, extracts: Iterable[Extract], *, are_new: bool
) -> list[dict[str, Any]]:
    """Return the problems of an article that shows the same text as before.

    The result is that of `all_problems`, except that the name finder is not run again: the problems
    with names that are stored with the article are used. If `are_new` is True, `extracts` contains
    only the new extracts of the article. For older extracts, the problems that are stored with the
    article are used. Settled problems can be missing, because an article stores only open problems.
    """
    names = [problem for problem in article.problems if problem["code"] in NAME_PROBLEMS]
    older = [problem for problem in article.problems if problem["code"] in IDENTITY_PROBLEMS]
    assert article.shown_extract
    found = [identity_problems(extract) for extract in extracts]
    return merged(article.shown_extract.problems, names, older if are_new else [], *found)


def merged(*lists: Problems) -> list[dict[str, Any]]:
    """Return the problems of several lists as one list, each problem once.

    Problems with the same `problem_key` and spans are the same, even if their messages differ.
    """
    different: dict[tuple[str, str], dict[str, Any]] = {}
    for problem in (problem for problems in lists for problem in problems):
        different.setdefault((problem_key(problem), json.dumps(problem["spans"])), problem)
    return list(different.values())


def open_problems(
    problems: Problems,
    corrected: Collection[str],
    settled: Collection[str],
    decided: Iterable[Mention],
    apart: Collection[int] = (),
) -> list[dict[str, Any]]:
    """Return the problems that staff have not settled.

    `corrected` contains the names of corrected fields, and `settled` the keys (`problem_key`) of
    problems that staff marked as settled. `decided` contains the mentions about which staff ever
    decided. `apart` contains the ids of the articles that staff separated from this article: a
    problem that names only such articles is settled.
    """
    decisions = DecidedMentions(decided)
    others = set(map(str, apart))
    return [
        problem
        for problem in problems
        if problem_key(problem) not in settled
        and not _is_answered(problem, corrected, decisions)
        and not _names_only(problem, others)
    ]


def _names_only(problem: Mapping[str, Any], articles: Collection[str]) -> bool:
    """Return True if a problem names other articles, and only these (ids as text)."""
    named = problem["candidates"] if problem["code"] in ABOUT_ARTICLES else ()
    return bool(named) and all(pk in articles for pk in named)


def _is_answered(
    problem: Mapping[str, Any], corrected: Collection[str], decisions: DecidedMentions
) -> bool:
    """Return True if a correction, or a decision about a mention, settles a problem.

    Only a decision about a mention settles a problem with a name. Only a correction of the field of
    the problem settles any other problem. `corrected` contains the names of corrected fields.
    """
    if problem["code"] in NAME_PROBLEMS:
        return decisions.answer(problem)
    return problem["field"] in corrected
