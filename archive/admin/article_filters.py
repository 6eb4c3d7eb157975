"""The filters of the list of articles in the admin.

Each filter except RuleFilter uses a database index, so that it is fast with a million articles.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Field, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from archive.admin.problem_labels import problem_label
from archive.corrections import FIELDS
from archive.display.rule_labels import field_rule_label
from archive.models import Article, Capture, Mention
from ingest.problem_codes import PROBLEM_CODES

LATEST = 1000
"""The number of articles from which ProblemFilter collects the problem codes that it offers.

These are the latest articles that have problems."""


class YesFilter(admin.SimpleListFilter):
    """A filter with two choices: "All", and the articles that meet `condition`.

    Subclasses set two attributes: `condition`, and `choice` (the label of the second choice).
    """

    choice = ""
    condition = Q()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", self.choice)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(self.condition) if self.value() == "yes" else queryset


class HasProblemsFilter(YesFilter):
    """A filter for articles with problems that nobody has settled."""

    title, parameter_name, choice = "problems", "problems", "Has problems"
    condition = Q(has_problems=True)


class CorrectedFilter(YesFilter):
    """A filter for articles that staff corrected."""

    title, parameter_name, choice = "corrected", "corrected", "Corrected"
    condition = Q(is_corrected=True)


class DoubtfulDateFilter(YesFilter):
    """A filter for articles with a doubtful date.

    The dates in the saved file disagree, or the date is after the day of the import.
    """

    title, parameter_name, choice = "date", "doubtful", "Doubtful"
    condition = Q(is_date_doubtful=True)


class DetachedFilter(YesFilter):
    """A filter for articles that have a detached mention.

    A mention is detached if its words are not in the text any more. Only mentions about which staff
    decided can be detached. Other mentions are deleted when their words are removed from the text.
    """

    title, parameter_name, choice = "names", "detached", "Quotation no longer in the text"
    condition = Q(
        pk__in=Mention.objects.filter(is_detached=True)
        .exclude(state=Mention.State.RETRACTED)
        .order_by()
        .values("article")
    )


class WithdrawnFilter(YesFilter):
    """A filter for articles that are withdrawn: readers do not see them."""

    title, parameter_name, choice = "withdrawn", "withdrawn", "Withdrawn"
    condition = Q(withdrawn_at__isnull=False)


class TextFilter(admin.SimpleListFilter):
    """A filter that compares a value from the address with stored text.

    NUL characters in the value are replaced, because PostgreSQL raises an error for NUL characters.
    """

    def value(self) -> str | None:
        value = super().value()
        return value and value.replace("\0", "\ufffd")


class ProblemFilter(TextFilter):
    """A filter for articles that have a problem with the chosen code.

    An address can also have several codes, with commas between them. The filter searches for the
    codes in the stored JSON of all articles that have problems.
    """

    title, parameter_name = "kind of problem", "problem"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        latest = (
            Article.objects.filter(has_problems=True)
            .order_by("-pk")
            .values_list("problems", flat=True)[:LATEST]
        )
        codes = {str(problem.get("code", "")) for problems in latest for problem in problems}
        codes |= {self.value() or ""}
        offered = [
            (code, " or ".join(map(problem_label, code.split(",")))) for code in codes - {""}
        ]
        return sorted(offered, key=lambda choice: (choice[0] not in PROBLEM_CODES, choice[1]))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        codes = (self.value() or "").split(",")
        return with_problem(queryset, *codes) if self.value() else queryset


def with_problem(queryset: QuerySet[Article], *codes: str) -> QuerySet[Article]:
    """Return the articles that have a problem with one of these codes."""
    as_text: Field[Any, Any] = TextField()
    wanted = Q()
    for code in codes:
        wanted |= Q(problems_text__contains=f'"code": "{code}"')
    return (
        queryset.filter(has_problems=True)
        .annotate(problems_text=Cast("problems", as_text))
        .filter(wanted)
    )


class LayoutFilter(TextFilter):
    """A filter of captures by layout, or of articles by the layout of their saved file.

    If an article has several saved files, this is the one from which the article shows its text.
    """

    title, parameter_name = "layout", "layout"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(layout, layout) for layout in layouts_in_use()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        is_article = queryset.model is Article
        field = "shown_extract__capture__layout" if is_article else "layout"
        return queryset.filter(**{field: self.value()})


class RuleFilter(TextFilter):
    """A filter for articles with a value that was read by one rule, such as "published.date-line".

    The page of an article links to the list with this filter. Otherwise the filter is not shown,
    because there are very many rules.
    """

    title, parameter_name = "rule", "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        name, _, rule = (self.value() or "").partition(".")
        label = f"{FIELDS[name].label}: {field_rule_label(rule)}" if name in FIELDS else ""
        return [(f"{name}.{rule}", label)] if label else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name, _, rule = (self.value() or "").partition(".")
        return queryset.filter(**{f"shown_extract__fields__{name}__rule": rule})


def layouts_in_use() -> Iterator[str]:
    """Yield the name of each layout that captures have, in alphabetical order.

    Takes one database query for each layout, because a single query for all distinct layouts would
    read every capture.
    """
    layout = ""
    while True:
        following = Capture.objects.filter(layout__gt=layout).order_by("layout")
        next_layout = following.values_list("layout", flat=True).first()
        if not next_layout:
            return
        layout = next_layout
        yield layout
