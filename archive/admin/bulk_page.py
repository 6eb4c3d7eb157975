"""The page that corrects all articles of a list with one decision: the change, a preview, a reason.

Nothing is stored before a person saw the preview and gave a reason. A digest of the preview is sent
with the reason. If it would be different now, because the list or one of its articles changed, the
page shows the new preview and says so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.admin.access import staff_user
from archive.admin.bulk_forms import ChangeForm, reason_form
from archive.admin.bulk_lists import ArticleList, ListProblem, read_list
from archive.admin.changes_in_words import source_names
from archive.admin.problem_labels import problem_label
from archive.admin.undo_redo import REQUEST_SECONDS
from archive.corrections import CorrectionError
from archive.corrections.bulk_changes import BulkChange, Input
from archive.corrections.bulk_decisions import decide_about_list
from archive.corrections.bulk_plans import BulkPlan, plan_change
from archive.corrections.fields import TEXTS
from archive.corrections.propagation import spread_all
from archive.database.bulk import in_slices
from archive.display.safe_text import count_of
from archive.models import Article, Decision
from ingest.date_witnesses import WITNESSES
from ingest.partial_date import PartialDate

CHANGED = (
    "The list or its articles changed after you saw the preview. Nothing was stored. This is what"
    " would change now."
)

_READERS_SEE = {
    Decision.Kind.BULK: (
        "Readers see the new value in these articles, in lists, counts and searches. The evidence"
        " page of each article shows both values, and your reason."
    ),
    Decision.Kind.SETTLE: "Readers see no difference.",
    Decision.Kind.WITHDRAW: (
        "The articles disappear from lists, counts and searches. Readers see your reason at their"
        " addresses."
    ),
    Decision.Kind.RESTORE: "Readers see the articles again, also in lists, counts and searches.",
}


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """An example in the preview: an article, and its value before and after the decision."""

    article: Article
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """Everything that the preview shows.

    `what` is the change in words. `numbers` are pairs of a number of articles and what happens to
    them. `corrected` is the number of articles that a person corrected before, in words; "" if
    there are none.
    """

    plan: BulkPlan
    what: str
    numbers: Sequence[tuple[str, str]]
    corrected: str
    examples: Sequence[ExampleRow]
    readers_see: str
    button: str


def bulk_view(model_admin: admin.ModelAdmin, request: HttpRequest, kind: str) -> HttpResponse:
    """Show the page; after a POST, show the preview or make the decision.

    `kind` is the kind of the list (`archive.admin.bulk_lists`), and `model_admin` the admin of
    articles. The parameter `do` of a POST is "preview" or "apply".
    """
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    try:
        if request.method == "POST":
            finish_others()
        listed = read_list(kind, request, model_admin)
    except ListProblem as error:
        return _render(model_admin, request, {"problem": str(error)}, status=400)
    codes = problem_counts(listed.ids)
    if request.method != "POST":
        return _render(model_admin, request, {"list": listed, "form": ChangeForm(codes)})
    form = ChangeForm(codes, request.POST)
    if not form.is_valid():
        return _render(model_admin, request, {"list": listed, "form": form}, status=400)
    values = form.cleaned_data
    plan = plan_change(
        listed.ids,
        values["change"],
        values["value"],
        with_corrected=values["with_corrected"],
    )
    shown = {"list": listed, "form": form, "preview": preview(plan)}
    if request.POST.get("do") != "apply":
        return _render(model_admin, request, {**shown, "reason": reason_form(plan.change)})
    return _apply(model_admin, request, plan, listed, shown)


def finish_others() -> None:
    """Finish decisions that are not applied to all articles yet; the plan reads these articles.

    Raises ListProblem if this takes too long.
    """
    spread_all(REQUEST_SECONDS)
    unfinished = Decision.objects.filter(waiting__isnull=False).order_by("pk").first()
    if unfinished:
        raise ListProblem(
            f"{unfinished} is still being applied to its articles. Try again in a few minutes."
        )


def _apply(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    plan: BulkPlan,
    listed: ArticleList,
    shown: dict[str, Any],
) -> HttpResponse:
    """Make the decision, if the preview is still true and the reason was given."""
    reason = reason_form(plan.change, request.POST)
    shown |= {"reason": reason}
    if request.POST.get("seen") != plan.digest:
        return _render(model_admin, request, {**shown, "error": CHANGED}, status=409)
    if not reason.is_valid():
        return _render(model_admin, request, shown, status=400)
    summary = f"{shown['preview'].what}. List: {listed.name}, {listed.url}"
    try:
        decision = decide_about_list(
            plan, reason.cleaned_data["reason"], staff_user(request), summary, REQUEST_SECONDS
        )
    except CorrectionError as error:
        return _render(model_admin, request, {**shown, "error": str(error)}, status=409)
    count = count_of(len(plan.changes), "article")
    model_admin.log_change(request, decision, f"{shown['preview'].what}: {count}")
    message = (
        f"Stored. The decision is being applied to {count}; this can take a few minutes."
        if decision.waiting
        else f"{count} changed. You can undo this here."
    )
    model_admin.message_user(request, message, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:archive_decision_change", args=[decision.pk]))


def problem_counts(articles: Sequence[int]) -> dict[str, int]:
    """Return a dict from the codes of open problems to the numbers of these articles with them.

    `articles` are ids. The most frequent code is the first.
    """
    counts: Counter[str] = Counter()
    for part in in_slices(articles):
        rows = Article.objects.filter(pk__in=part, has_problems=True).order_by()
        for problems in rows.values_list("problems", flat=True):
            counts.update({problem["code"] for problem in problems})
    return dict(counts.most_common())


def preview(plan: BulkPlan) -> BulkPreview:
    """Return everything that the page shows about a plan."""
    count = len(plan.changes)
    numbers = [(count, f"of {plan.total:,} change")]
    if plan.same_count:
        numbers.append((plan.same_count, _same_in_words(plan.change)))
    if plan.corrected_count:
        numbers.append(
            (
                plan.corrected_count,
                "were decided by a person before"
                + (": these change, too" if plan.with_corrected else ", and stay as they are"),
            )
        )
    for sentence, number in plan.impossible.most_common():
        numbers.append((number, f"stay as they are. {sentence}"))
    return BulkPreview(
        plan=plan,
        what=in_words(plan.change, plan.value),
        numbers=[(f"{number:,}", what) for number, what in numbers],
        corrected=count_of(plan.corrected_count, "article") if plan.corrected_count else "",
        examples=list(_examples(plan)),
        readers_see=_READERS_SEE[plan.change.kind],
        button=f"{_VERBS[plan.change.kind]} {count_of(count, 'article')}",
    )


_VERBS = {
    Decision.Kind.BULK: "Correct",
    Decision.Kind.SETTLE: "Settle the problem in",
    Decision.Kind.WITHDRAW: "Withdraw",
    Decision.Kind.RESTORE: "Restore",
}


def _same_in_words(change: BulkChange) -> str:
    return {
        Decision.Kind.BULK: "have this value already",
        Decision.Kind.SETTLE: "do not have this problem",
        Decision.Kind.WITHDRAW: "are withdrawn already",
        Decision.Kind.RESTORE: "are not withdrawn",
    }[change.kind]


def in_words(change: BulkChange, value: str) -> str:
    """Return a change with its value in words: "Set the source: KCNA.kp"."""
    shown = value
    if change.input == Input.SOURCE:
        shown = source_names().get(value, "unknown")
    elif change.input == Input.PROBLEM:
        shown = problem_label(value)
    elif change.input == Input.WITNESS:
        shown = WITNESSES[value]
    elif change.input == Input.DAYS:
        direction = "later" if int(value) > 0 else "earlier"
        return f"Move the dates: {count_of(abs(int(value)), 'day')} {direction}"
    elif change.field in TEXTS:
        shown = f"“{value}”"
    return f"{change.label}: {shown}" if change.input != Input.NOTHING else change.label


def _examples(plan: BulkPlan) -> Iterable[ExampleRow]:
    chosen = plan.examples
    articles = Article.objects.only("title").in_bulk([each.article for each in chosen])
    names = source_names() if plan.change.field == "source" else {}
    for each in chosen:
        after = each.after or ("settled" if plan.change.kind == Decision.Kind.SETTLE else "")
        before, after = (
            _in_words(plan.change.field, value, names) for value in (each.before, after)
        )
        yield ExampleRow(articles[each.article], before, after)


def _in_words(field: str, value: str, names: Mapping[str, str]) -> str:
    """Return the value of a field as readers see it."""
    if field == "published":
        return PartialDate.parse(value).label
    if field == "source":
        return names.get(value, value) or "unknown"
    return value


def _render(
    model_admin: admin.ModelAdmin, request: HttpRequest, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    listed = context.get("list")
    count = count_of(len(listed.ids), "article") if listed else "articles"
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Correct {count}",
        "opts": model_admin.opts,
        "media": model_admin.media,
        **context,
    }
    return TemplateResponse(request, "admin/archive/article/bulk.html", context, status=status)
