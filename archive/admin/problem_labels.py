"""Problems of articles and saved files in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

StoredProblem = dict[str, Any]

PROBLEM_LABELS = {
    "damaged": "Damaged bytes in the file",
    "date-unknown": "Date unknown",
    "dates-disagree": "Dates disagree",
    "furniture-left": "Part of the page left in the text",
    "key-changed": "Now read as another article",
    "link-common": "Link shared by very many articles",
    "link-shared": "Link shared with another article",
    "link-unusable": "Link cannot be used",
    "mojibake": "Garbled characters",
    "part-vanished": "No longer found in its file",
    "place-ambiguous": "Name can mean several places",
    "place-province-clash": "Province differs from the gazetteer",
    "place-unknown": "Place not in the gazetteer",
    "possible-duplicate": "Possible duplicate",
    "several-matches": "Matches several articles",
    "source-long": "Name of the source too long",
    "source-said-differs": "Source differs from --source",
    "source-unknown": "Source unknown",
    "title-long": "Title very long",
    "title-missing": "Title missing",
    "unreadable-field": "Field cannot be read",
}
"""The name of each kind of problem, by its code. The message of a problem gives the details."""


def problem_list(problems: Iterable[StoredProblem]) -> SafeString | str:
    """Return problems as an HTML list with their messages and codes, or "none"."""
    items = [(problem_in_words(problem),) for problem in problems]
    return (
        format_html('<ul class="problems">{}</ul>', format_html_join("", "<li>{}</li>", items))
        if items
        else "none"
    )


def problem_in_words(problem: StoredProblem) -> SafeString:
    """Return a problem's message, its code, and the candidates if it has any."""
    candidates = ", ".join(map(str, problem.get("candidates", ())))
    return format_html(
        '{} <span class="problem-code">{}</span>{}',
        problem.get("message", ""),
        problem.get("code", ""),
        f" Could be: {candidates}." if candidates else "",
    )
