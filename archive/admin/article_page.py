"""Makes the values that the admin page of an article shows; the template only prints them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BoundField

from archive.admin.article_forms import CorrectionForm, ProblemsForm, ReasonForm, WithdrawForm
from archive.admin.changes_in_words import (
    ChangeLine,
    DecisionRow,
    changes_in_words,
    latest_first,
    source_names,
)
from archive.admin.entity_lookup import label_of, listed_labels
from archive.admin.evidence import (
    EvidenceSpan,
    ParsedField,
    date_witnesses,
    field_evidence,
    saved_text,
)
from archive.admin.joined_texts import TextRow, text_rows, texts_page
from archive.admin.likely_answers import ProblemRow, problem_rows
from archive.admin.mention_form import MENTIONS_PREFIX, MentionsForm
from archive.admin.surrounding_words import words_after, words_before
from archive.corrections import FIELDS, article_count, parsed_values, shown_values
from archive.display.rule_labels import mention_rule_label
from archive.models import Article, Correction, Decision, Extract, Mention


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of the correction form, with the parsed value and its evidence.

    `parsed` is the parsed value as text, and `evidence` says how this value was read; it is None if
    the parser did not find the field. `is_changed` is true if the article shows a value that
    differs from the parsed value. For the field `published`, `witnesses` has all dates that the
    parser found in the saved file; for other fields it is empty. `problems` are the problems with
    the field; a field with problems is doubtful.
    """

    field: BoundField
    parsed: str
    is_changed: bool
    evidence: ParsedField | None
    witnesses: tuple[ParsedField, ...] = ()
    problems: tuple[ProblemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention with the words around it, the rule that found it, and the inputs for a decision.

    `label` names the entity, `before` and `after` are the words around the mention, and `decision`
    is the input to choose a decision. `confidence` is in per cent. `status` tells in words what
    staff decided. In the input `other`, a person types another entity if the words do not mean the
    entity of the mention. `state` is the hidden input with the present state of the mention.
    """

    mention: Mention
    label: str
    before: str
    after: str
    rule: str
    confidence: int
    status: str
    decision: BoundField
    other: BoundField
    state: BoundField


NAMES_PER_PAGE = 200
"""The largest number of mentions in one form.

Each mention has three inputs, and Django reads at most 1,000 inputs of a form."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that the template `change_form.html` of an article shows.

    `rows` are the fields of the correction form, those with problems first, and `problems` are all
    problems with their likely answers; if `is_problem_focused` is true, the page opens at the first
    of them. `history` has the decisions. `text` is the
    text of the saved file, in parts with their evidence. `names` are the labels of entities that
    the form offers while a person types. `names_page` is the page of mentions that the form shows.
    `texts` are the texts (extracts) of the article that `texts_page` shows; there are none if the
    article has only one text.
    """

    article: Article
    correction_form: CorrectionForm
    names_form: MentionsForm
    problems_form: ProblemsForm
    withdraw_form: WithdrawForm
    restore_form: ReasonForm
    rows: tuple[FieldRow, ...]
    problems: tuple[ProblemRow, ...]
    is_problem_focused: bool
    mentions: tuple[MentionRow, ...]
    history: tuple[DecisionRow, ...]
    text: tuple[EvidenceSpan, ...]
    names: tuple[str, ...]
    names_page: Page[Mention]
    texts: tuple[TextRow, ...]
    texts_page: Page[Extract]

    @property
    def doubtful_rows(self) -> list[FieldRow]:
        """Return the fields with problems."""
        return [row for row in self.rows if row.problems]

    @property
    def other_rows(self) -> list[FieldRow]:
        """Return the fields without problems."""
        return [row for row in self.rows if not row.problems]

    @property
    def other_problems(self) -> list[ProblemRow]:
        """Return the problems that belong to no field of the correction form."""
        return [problem for problem in self.problems if not problem.field]

    @property
    def rebasable(self) -> Mapping[str, CorrectionForm | MentionsForm | ProblemsForm]:
        """Return a dict from name to form: the forms that can be adapted to a changed article.

        If somebody else changes the article, the values in these forms are outdated. Each form has
        a method `rebased`, which returns new data for the form: the values that the person entered,
        and the present values of the article for the other fields.
        """
        return {
            "correct": self.correction_form,
            "names": self.names_form,
            "problems": self.problems_form,
        }


def load_article(pk: int) -> Article | None:
    """Return the article with this id; None if there is none.

    The source and the capture of the shown extract are loaded in the same query.
    """
    return Article.objects.select_related("source", "shown_extract__capture").filter(pk=pk).first()


def mentions_of(article: Article) -> list[Mention]:
    """Return the mentions of an article, sorted by position; mentions without a span come last."""
    mentions = article.mentions.exclude(state__in=[Mention.State.RETRACTED, Mention.State.BANNED])
    mentions = mentions.select_related("entity__division", "entity__merged_into__division")
    return sorted(
        mentions,
        key=lambda mention: (
            mention.start is None,
            mention.field != Mention.Field.TITLE,
            mention.start or 0,
        ),
    )


def article_page(
    article: Article,
    *,
    can_change: bool,
    data: Mapping[str, Any] | None = None,
    submitted: str = "",
    names_page: str = "",
    texts_number: str = "",
    last_reason: str = "",
    is_of_list: bool = False,
) -> ArticlePage:
    """Return everything that the admin page of an article shows.

    If the person sent a form, `submitted` is the name of this form, and `data` has the values that
    the person entered. If `can_change` is False, values and names cannot be edited on the page.
    `names_page` is the text in the address for the page of mentions. If this text is not a number,
    the first page is shown; if no page has this number, the last page. `texts_number` is the same
    for the page of texts. `last_reason` is the reason that the correction form offers. `is_of_list`
    is True if the person works through a list.
    """

    def sent(form: str) -> Mapping[str, Any] | None:
        return data if form == submitted else None

    correction_form = CorrectionForm(article, sent("correct"), reason=last_reason)
    every = mentions_of(article)
    page = Paginator(every, NAMES_PER_PAGE).get_page(names_page)
    mentions = list(page)
    if len(every) > len(mentions):
        mentions = sent_mentions(every, sent("names") or {}) or mentions
    names_form = MentionsForm(article, mentions, sent("names"), len(every))
    if not can_change:
        for field in [*correction_form.fields.values(), *names_form.fields.values()]:
            field.disabled = True
    extract = article.shown_extract
    texts = texts_page(article, texts_number)
    problems_form, problems = ProblemsForm(article, sent("problems")), problem_rows(article)
    forms: dict[str, ReasonForm] = {"correct": correction_form, "problems": problems_form}
    forms["names"] = names_form
    is_focused = can_change and set_focus(article, forms, problems, submitted)
    if is_of_list:
        correction_form.fields["reason"].widget.attrs["accesskey"] = "r"
        if can_change and not is_focused and not problems:
            correction_form.fields["title"].widget.attrs["autofocus"] = True
    return ArticlePage(
        article=article,
        correction_form=correction_form,
        names_form=names_form,
        problems_form=problems_form,
        withdraw_form=WithdrawForm(sent("withdraw"), prefix="withdraw"),
        restore_form=ReasonForm(sent("restore"), prefix="restore"),
        rows=tuple(field_rows(article, correction_form, problems)),
        problems=tuple(problems),
        is_problem_focused=can_change and not is_focused and bool(problems),
        mentions=tuple(mention_row(mention, article, names_form) for mention in mentions),
        history=tuple(history_of(article)),
        text=tuple(saved_text(extract)) if extract else (),
        names=listed_labels(),
        names_page=page,
        texts=tuple(text_rows(list(texts))) if texts.paginator.count > 1 else (),
        texts_page=texts,
    )


def sent_mentions(mentions: Sequence[Mention], data: Mapping[str, Any]) -> list[Mention]:
    """Return the mentions in `mentions` for which a sent form has inputs.

    `data` has the values of the form. If somebody else added or removed mentions after the form was
    opened, the returned mentions can be on several pages now.
    """
    return [mention for mention in mentions if f"{MENTIONS_PREFIX}-decide_{mention.pk}" in data]


def set_focus(
    article: Article,
    forms: Mapping[str, ReasonForm],
    problems: Sequence[ProblemRow],
    submitted: str,
) -> bool:
    """Let the page open with the cursor in the first field that the person has to look at.

    In a form that was not valid, this is the first wrong field. Otherwise it is the first field
    with a problem, or a doubtful date. Returns False if no field needs a look.
    """
    sent = forms.get(submitted)
    wrong = next((name for name in sent.fields if name in sent.errors), "") if sent else ""
    doubtful = [name for name in FIELDS if name in {problem.field for problem in problems}]
    doubtful += ["published"] if article.is_date_doubtful else []
    if not wrong and not doubtful:
        return False
    field = sent.fields[wrong] if sent and wrong else forms["correct"].fields[doubtful[0]]
    field.widget.attrs["autofocus"] = True
    return True


def field_rows(
    article: Article, form: CorrectionForm, problems: Sequence[ProblemRow]
) -> Iterable[FieldRow]:
    """Yield a row for each field that can be corrected, with its parsed value and evidence.

    Fields with problems come first.
    """
    extract = article.shown_extract
    parsed, shown = parsed_values(extract), shown_values(article)
    names = source_names()
    doubtful = {problem.field for problem in problems}
    for name in sorted(FIELDS, key=lambda name: name not in doubtful):
        value = parsed.get(name, "")
        yield FieldRow(
            field=form[name],
            parsed=names.get(value, value) if name == "source" else value,
            is_changed=bool(parsed) and shown[name] != value,
            evidence=field_evidence(extract, name) if extract else None,
            witnesses=tuple(date_witnesses(extract)) if extract and name == "published" else (),
            problems=tuple(problem for problem in problems if problem.field == name),
        )


def mention_row(mention: Mention, article: Article, form: MentionsForm) -> MentionRow:
    """Return the row of a mention, with the words before and after the mention.

    If the mention has no span in the text, the words before and after are those that are stored
    with the mention.
    """
    before, after = mention.quote_before, mention.quote_after
    if mention.start is not None and mention.end is not None:
        text = article.title if mention.field == Mention.Field.TITLE else article.body
        before, after = words_before(text, mention.start), words_after(text, mention.end)
    return MentionRow(
        mention=mention,
        label=label_of(mention.entity.meant),
        before=before,
        after=after,
        rule=mention_rule_label(mention.rule),
        confidence=round(100 * mention.confidence),
        status=_status(mention),
        decision=form[f"decide_{mention.pk}"],
        other=form[f"other_{mention.pk}"],
        state=form[f"state_{mention.pk}"],
    )


def _status(mention: Mention) -> str:
    if mention.state == Mention.State.PARSED:
        # The label of this state is not used here. It is "detected automatically", and pages use
        # these words only for names that are not in the gazetteer.
        return "found by the program, no decision by staff"
    return mention.get_state_display()


def history_of(article: Article) -> list[DecisionRow]:
    """Return a row for each decision about an article, latest first."""
    about = Correction.objects.filter(article=article) | Correction.objects.filter(
        mention__article=article
    )
    corrections = list(about.select_related("mention__entity__merged_into").order_by("pk"))
    words = changes_in_words(corrections)
    lines: dict[int, list[ChangeLine]] = {}
    for correction in corrections:
        lines.setdefault(correction.decision_id, []).append(words[correction.pk])
    bulk = {
        *(Decision.Kind.BULK, Decision.Kind.WITHDRAW, Decision.Kind.RESTORE),
        *(Decision.Kind.SETTLE, Decision.Kind.SEPARATE),
    }
    return [
        DecisionRow(decision, tuple(lines[decision.pk]), count, is_wide=count > 1)
        for decision in latest_first(lines)
        for count in [article_count(decision) if decision.kind in bulk else 1]
    ]
