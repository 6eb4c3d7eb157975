"""The filters of the list of articles. Each is served by an index, so that a million articles are
no matter."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Field, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from archive.admin.links import PROBLEMS
from archive.models import Article, Capture, Mention

LATEST = 1000
"""In how many of the latest articles with problems the codes to choose from are looked up."""


class YesFilter(admin.SimpleListFilter):
    """A filter with one choice, beside "all"."""

    choice = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", self.choice)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return self.narrow(queryset) if self.value() == "yes" else queryset

    def narrow(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of this filter."""
        raise NotImplementedError


class HasProblemsFilter(YesFilter):
    title, parameter_name, choice = "problems", "problems", "Has problems"

    def narrow(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(has_problems=True)


class CorrectedFilter(YesFilter):
    title, parameter_name, choice = "corrected", "corrected", "Corrected"

    def narrow(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(is_corrected=True)


class DoubtfulDateFilter(YesFilter):
    title, parameter_name, choice = "date", "doubtful", "Doubtful"

    def narrow(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(is_date_doubtful=True)


class DetachedFilter(YesFilter):
    """Mentions that people spoke of, whose words are gone from the text."""

    title, parameter_name, choice = "names", "detached", "Words are gone"

    def narrow(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        detached = Mention.objects.filter(is_detached=True).exclude(state=Mention.State.RETRACTED)
        return queryset.filter(pk__in=detached.order_by().values("article"))


class WithdrawnFilter(YesFilter):
    title, parameter_name, choice = "withdrawn", "withdrawn", "Withdrawn"

    def narrow(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(withdrawn_at__isnull=False)


class TextFilter(admin.SimpleListFilter):
    """A filter whose value is compared with stored text. No stored text has a NUL, and PostgreSQL
    takes none."""

    def value(self) -> str | None:
        value = super().value()
        return value and value.replace("\0", "\ufffd")


class ProblemFilter(TextFilter):
    """The code of a problem. It is looked for in the stored JSON of the articles that have
    problems."""

    title, parameter_name = "kind of problem", "problem"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        latest = (
            Article.objects.filter(has_problems=True)
            .order_by("-pk")
            .values_list("problems", flat=True)[:LATEST]
        )
        codes = {str(problem.get("code", "")) for problems in latest for problem in problems}
        offered = ((code, PROBLEMS.get(code, code)) for code in codes | {self.value() or ""} - {""})
        return sorted(offered, key=lambda choice: (choice[0] not in PROBLEMS, choice[1]))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return with_problem(queryset, self.value() or "") if self.value() else queryset


def with_problem(queryset: QuerySet[Article], *codes: str) -> QuerySet[Article]:
    """The articles of these that have a problem of one of these codes."""
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
    title, parameter_name = "layout", "layout"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(layout, layout) for layout in held_layouts()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return (
            queryset.filter(shown_extract__capture__layout=self.value())
            if self.value()
            else queryset
        )


def held_layouts() -> Iterator[str]:
    """The layouts of the captures, one step in the index each instead of a walk over all
    captures."""
    layout = ""
    while True:
        following = (
            Capture.objects.filter(layout__gt=layout)
            .order_by("layout")
            .values_list("layout", flat=True)
        )
        if not (found := following.first()):
            return
        layout = found
        yield layout
