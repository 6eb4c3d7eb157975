"""The problems of an article, each with the answers that are likely; an answer is one button.

A press of the button is one decision. Its reason is the evidence of the answer, and it is undone
like any other decision.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from archive.admin.likely_values import MOST_VALUES, likely_values
from archive.admin.problem_labels import problem_label
from archive.admin.row_ids import read_id
from archive.corrections import FIELDS, NameToAdd, StaleForm, correct, decide_mentions, settle
from archive.corrections.mention_updates import text_of
from archive.corrections.problems import ABOUT_ARTICLES, NAME_PROBLEMS, problem_key
from archive.models import Article, Entity, Mention, TextVersion

_KEEP = {
    "date-unknown": "Leave the date unknown",
    "dates-disagree": "The date is right as it is",
    "date-early": "The date is right as it is",
    "date-in-future": "The date is right as it is",
    "source-unknown": "Leave the source unknown",
    "sources-disagree": "The source is right as it is",
    "source-said-differs": "The source is right as it is",
    "title-missing": "Keep these words as the title",
    "titles-disagree": "The title is right as it is",
    "title-long": "The title is right as it is",
    "language-differs": "The language is right as it is",
    "possible-duplicate": "They are two articles",
    "several-matches": "They are two articles",
    "link-shared": "They are two articles",
    "link-common": "The article is in the right place",
    "key-changed": "It is in the right article",
    "damaged": "Keep the text: the letters are lost",
    "mojibake": "Keep the text: the letters are lost",
    "furniture-left": "Keep the text: nothing in it is of the page",
    "lines-left-out": "Keep the text: the lines do not belong to it",
    "texts-disagree": "Keep the text that is shown",
    "names-left-out": "Keep the names that were found",
    "version-differs": "I compared the versions: nothing has to be done",
    "place-ambiguous": "It means none of our places",
    "place-unknown": "It is not a place for our lists",
}
"""The words of the button that changes nothing, by the code of the problem."""

_KEEP_ANY = "It is right as it is"
_DOUBTFUL_DATES = ("dates-disagree", "date-early", "date-in-future")


@dataclass(frozen=True, slots=True)
class Answer:
    """A likely answer to a problem.

    `key` identifies the answer in a form. `label` are the words of the button, and `evidence` says
    why the answer is likely. `changes` are new values of fields. `names` are the names to add. If
    both are empty, the problems with the keys `settled` are marked as settled. `is_shown` is true
    if the article shows this value already.
    """

    key: str
    label: str
    evidence: str
    changes: Mapping[str, str] = field(default_factory=dict)
    names: tuple[NameToAdd, ...] = ()
    settled: tuple[str, ...] = ()
    is_shown: bool = False

    @property
    def reason(self) -> str:
        """The reason that is stored with the decision."""
        return f"{self.label} ({self.evidence})." if self.evidence else f"{self.label}."


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem of an article with its likely answers.

    `field` is the name of the field that it is about, "" if it is about no field of FIELDS or about
    a name. `compare_url` is the address of the page that compares what the problem is about, or "".
    `has_keys` is true for the first problem: its answers can be chosen with the keys 1, 2, 3 …
    """

    code: str
    label: str
    message: str
    field: str
    answers: tuple[Answer, ...]
    compare_url: str = ""
    has_keys: bool = False


def problem_rows(article: Article) -> list[ProblemRow]:
    """Return a row for each problem of an article; problems with the same key have one row.

    Problems of a field come first, in the order of FIELDS.
    """
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for problem in article.problems:
        groups[problem_key(problem)].append(problem)
    order = [*FIELDS, ""]
    rows = [_row(article, key, problems) for key, problems in groups.items()]
    rows.sort(key=lambda row: order.index(row.field))
    return [replace(row, has_keys=index == 0) for index, row in enumerate(rows)]


def answer(article: Article, rows: Iterable[ProblemRow], key: str, user: User) -> str:
    """Store the answer with this key as a decision, and return a message.

    `rows` are the `problem_rows` of the article as it is now. Raises StaleForm if no row has the
    answer any more, and CorrectionError if it cannot be stored.
    """
    chosen = next((each for row in rows for each in row.answers if each.key == key), None)
    if chosen is None:
        raise StaleForm({"": "The problems changed while you had the page open. Choose again."})
    if chosen.changes:
        correct(article, chosen.changes, chosen.reason, user)
    elif chosen.names:
        decide_mentions(article, chosen.reason, user, added=chosen.names)
    else:
        settle(article, chosen.settled, chosen.reason, user)
    return f"Decided: {chosen.label}."


def _row(article: Article, key: str, problems: Sequence[dict[str, Any]]) -> ProblemRow:
    problem = problems[0]
    code, name = problem["code"], problem["field"]
    is_of_field = name in FIELDS and code not in NAME_PROBLEMS
    if code in NAME_PROBLEMS:
        found = _of_names(article, key, problems)
    else:
        found = _of_values(article, key, problem)
    return ProblemRow(
        code=code,
        label=problem_label(code),
        message=problem["message"],
        field=name if is_of_field else "",
        answers=(*found, *_keep(article, key, code, found)),
        compare_url=_compare_url(article, problem),
    )


def _keep(article: Article, key: str, code: str, found: Sequence[Answer]) -> Iterable[Answer]:
    """Yield the answer that nothing has to be corrected.

    A date that is right is confirmed, because a date whose problem is only settled stays doubtful.
    """
    label = _KEEP.get(code, _KEEP_ANY)
    if any(each.is_shown for each in found):
        return
    if code in _DOUBTFUL_DATES:
        shown = {"published": FIELDS["published"].read(article)}
        yield Answer(_key(key, "keep"), label, "checked", shown)
    else:
        yield Answer(_key(key, "keep"), label, "checked", settled=(key,))


def _of_values(article: Article, key: str, problem: Mapping[str, Any]) -> list[Answer]:
    name = problem["field"]
    answers = [
        Answer(
            _key(key, value.value),
            f"{FIELDS[name].label}: {value.label}",
            value.evidence,
            changes={name: value.value} if is_change else {},
            settled=() if is_change else (key,),
            is_shown=value.is_shown,
        )
        for value in likely_values(article, problem)
        for is_change in [not value.is_shown or problem["code"] in _DOUBTFUL_DATES]
    ]
    if problem["code"] == "date-in-future":
        why = "the date is in the future"
        answers.append(Answer(_key(key, ""), "Published: unknown", why, {name: ""}))
    return answers


def _of_names(article: Article, key: str, problems: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Return an answer for each entity that a name can mean, for all its places in the article."""
    words = problems[0]["words"]
    spans = [(problem["field"], *span) for problem in problems for span in problem["spans"]]
    candidates = Entity.objects.filter(slug__in=problems[0]["candidates"], merged_into=None)
    return [
        Answer(
            _key(key, entity.slug),
            f"“{words}” means {entity.title}",
            "chosen from the places with this name",
            names=tuple(_named(article, entity, *span) for span in spans),
        )
        for entity in candidates.select_related("division").order_by("pk")[: MOST_VALUES + 1]
        if spans
    ]


def _named(article: Article, entity: Entity, field: str, start: int, end: int) -> NameToAdd:
    """Return the entity at these words, or at the mention of it that is there already."""
    there = article.mentions.filter(entity=entity, field=field, start__lt=end, end__gt=start)
    mention = there.exclude(state=Mention.State.RETRACTED).first()
    if mention and mention.start is not None and mention.end is not None:
        start, end = mention.start, mention.end
    return NameToAdd(entity, text_of(article, field)[start:end], (field, start, end))


def _compare_url(article: Article, problem: Mapping[str, Any]) -> str:
    if problem["code"] == "version-differs":
        shown = TextVersion.objects.filter(article=article).exists()
        return reverse("article-versions", args=[article.pk]) if shown else ""
    if problem["code"] not in ABOUT_ARTICLES:
        return ""
    others = [pk for pk in map(read_id, problem["candidates"]) if pk]
    return reverse("compare-articles", args=[article.pk, others[0]]) if others else ""


def _key(problem: str, value: str) -> str:
    """Return the key of an answer: 16 hex digits for the problem, and 16 for the value."""
    return f"{problem}-{sha256(value.encode()).hexdigest()[:16]}"
