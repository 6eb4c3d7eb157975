"""The page on which staff try a rejected or failed file again, or put it aside.

The result is shown before anything is stored. If the archive did not keep the bytes of the file,
the page shows the command that tries the file again from its path.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet

from archive.admin.problem_labels import problem_label
from archive.display.safe_text import count_of
from archive.models import FileReport, Source

if TYPE_CHECKING:
    from ingest.pipeline import FileResult

_SHOWN = 600
"""The number of letters of a text that the page shows."""

_LIST_ID = "sources"


def _layouts() -> list[tuple[str, str]]:
    from ingest.layouts import LAYOUTS

    return [("", "recognise it"), *((name, name) for name in LAYOUTS)]


class TryAgainForm(forms.Form):
    """The form to choose a layout and a source."""

    layout = forms.ChoiceField(
        required=False,
        choices=_layouts,
        help_text="The form in which the page was saved; “bare” is a headline with its text.",
    )
    source = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": _LIST_ID, "autocomplete": "off"}),
        help_text="Needed if the file does not name its source. A new name makes a new source.",
    )


class PutAsideForm(forms.Form):
    """The form to put a report aside, with a reason."""

    reason = forms.CharField(label="Reason", max_length=1000, help_text="Only staff see it.")
    all_alike = forms.BooleanField(required=False, label_suffix="")

    def __init__(self, report: FileReport, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="aside")
        self.report = report
        count = self.alike.count()
        self.fields["all_alike"].label = (
            f"Also the {count_of(count, 'other file')} of this import that"
            f" {'waits' if count == 1 else 'wait'} with the same reason, {report.reason}"
        )
        if not count:
            del self.fields["all_alike"]

    @property
    def alike(self) -> QuerySet[FileReport]:
        """The other reports of the same import that wait with the same reason."""
        same = FileReport.objects.filter(
            is_waiting=True, run=self.report.run_id, reason=self.report.reason
        )
        return same.exclude(pk=self.report.pk)

    def carry_out(self, user: User) -> int:
        """Put the report aside, and those that are alike if the person ticked them.

        The form must be valid. Return how many reports were put aside.
        """
        chosen = FileReport.objects.filter(pk=self.report.pk)
        if self.cleaned_data.get("all_alike"):
            chosen |= self.alike
        reason = self.cleaned_data["reason"]
        return chosen.update(is_waiting=False, put_aside_reason=reason, put_aside_by=user)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that would be read: pairs (label, value), the beginning of its text, problems."""

    values: tuple[tuple[str, str], ...]
    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TryAgainPage:
    """What the page shows.

    `articles` are what would be read, and `error` says why nothing is read; both are empty before a
    layout or source was chosen. `command` is set if the archive did not keep the bytes.
    """

    report: FileReport
    form: TryAgainForm
    sources: tuple[str, ...]
    articles: tuple[ReadArticle, ...] = ()
    error: str = ""
    command: str = ""
    result: FileResult | None = None


def try_again_page(report: FileReport, data: Mapping[str, Any]) -> TryAgainPage:
    """Return the page of a report; if `data` has the choices of the form, show their result."""
    from archive.importing.try_again import read_again, stored_file

    form = TryAgainForm(data if "layout" in data else None)
    is_chosen = form.is_bound and form.is_valid()
    chosen = form.cleaned_data if is_chosen else {"layout": "", "source": ""}
    stored = stored_file(report.capture_id) if report.capture_id else None
    sources = tuple(Source.objects.by_name().values_list("name", flat=True))
    if stored is None:
        command = command_of(report, chosen["layout"], chosen["source"])
        return TryAgainPage(report, form, sources, command=command)
    if not is_chosen:
        return TryAgainPage(report, form, sources)
    result = read_again(stored, chosen["layout"], chosen["source"])
    error = f"{result.error.reason}: {result.error.message}" if result.error else ""
    articles = tuple(_articles(result))
    return TryAgainPage(report, form, sources, articles, error, result=result)


def command_of(report: FileReport, layout: str, source: str) -> str:
    """Return the command that imports the file of a report from its path."""
    options = [("--layout", layout), ("--source", source)]
    words = ["manage.py", "import_articles", report.file_path]
    words += [word for name, value in options if value for word in (name, value)]
    return shlex.join(words)


def _articles(result: FileResult) -> Iterable[ReadArticle]:
    for article in result.parsed.articles if result.parsed else ():
        fields = article.columns["fields"]
        language = str((fields.get("language") or {}).get("value") or "")
        values = (
            ("Title", article.title or "none"),
            ("Published", article.published or "unknown"),
            ("Source", article.source or "unknown"),
            ("Language", language or "unknown"),
        )
        body = article.columns["body"]
        yield ReadArticle(
            values,
            body if len(body) <= _SHOWN else f"{body[:_SHOWN]}…",
            tuple(
                f"{problem_label(problem['code'])}: {problem['message']}"
                for problem in article.columns["problems"]
            ),
        )
