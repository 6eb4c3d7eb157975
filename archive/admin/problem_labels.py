"""Makes labels and HTML for the problems of articles and saved files."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ingest.problem_codes import PROBLEM_CODES

StoredProblem = dict[str, Any]


def problem_label(code: str) -> str:
    """Return the label of a problem code; the code itself if only older parsers used the code."""
    return PROBLEM_CODES[code].label if code in PROBLEM_CODES else code


def problem_list(problems: Iterable[StoredProblem]) -> SafeString | str:
    """Return an HTML list of problems with their messages and codes, or "none"."""
    items = [(problem_in_words(problem),) for problem in problems]
    return (
        format_html('<ul class="problems">{}</ul>', format_html_join("", "<li>{}</li>", items))
        if items
        else "none"
    )


def problem_in_words(problem: StoredProblem) -> SafeString:
    """Return HTML with the message and code of a problem, and its candidates if there are any."""
    candidates = ", ".join(map(str, problem.get("candidates", ())))
    return format_html(
        '{} <span class="problem-code">{}</span>{}',
        problem.get("message", ""),
        problem.get("code", ""),
        f" Could be: {candidates}." if candidates else "",
    )
