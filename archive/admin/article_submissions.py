"""Stores what staff entered in the forms on the admin page of an article."""

from collections.abc import Mapping

from django.contrib.auth.models import User

from archive.admin.article_page import ArticlePage
from archive.admin.likely_answers import answer
from archive.admin.undo_redo import decision_in, undo_or_redo
from archive.corrections import (
    CorrectionError,
    StaleForm,
    correct,
    decide_mentions,
    restore,
    settle,
    withdraw,
)
from archive.corrections.mention_decisions import as_seen


def carry_out(submitted: str, page: ArticlePage, data: Mapping[str, str], user: User) -> str:
    """Store the decision that staff made in the form named `submitted`; return a message.

    If the values in the form are not valid, store nothing and return "". `data` are the values that
    were sent: for "undo" and "redo", `decision` is the id of the decision; for "answer", `answer`
    is the key of a likely answer. Raises CorrectionError if the decision is not possible.
    """
    match submitted:
        case "answer":
            return answer(page.article, page.problems, data.get("answer", ""), user)
        case "correct":
            return _correct(page, user)
        case "names":
            return _decide_names(page, user)
        case "problems":
            return _settle_problems(page, user)
        case "withdraw":
            return _withdraw(page, user)
        case "restore":
            return _restore(page, user)
        case "undo" | "redo":
            decision = decision_in(page.history, data.get("decision", ""))
            return undo_or_redo(submitted, decision, user)
    raise CorrectionError({"": "This form asks for nothing that this page can do."})


def _correct(page: ArticlePage, user: User) -> str:
    form = page.correction_form
    if not form.is_valid():
        return ""
    correct(page.article, form.changes, form.cleaned_data["reason"], user, seen=form.seen)
    return "Corrected. Readers see the correction now."


def _decide_names(page: ArticlePage, user: User) -> str:
    form = page.names_form
    is_valid = form.is_valid()
    as_seen(page.article, form.decided, form.seen)
    if not is_valid:
        return ""
    decide_mentions(
        page.article,
        form.cleaned_data["reason"],
        user,
        confirmed=form.chosen("confirm"),
        rejected=form.chosen("reject"),
        dropped=form.chosen("drop"),
        relinked=form.relinked,
        added=form.added,
        seen=form.seen,
    )
    return "The decisions about names are saved. Readers see them now."


def _settle_problems(page: ArticlePage, user: User) -> str:
    form = page.problems_form
    if form.has_error("settled", "invalid_choice"):
        raise StaleForm({"settled": " ".join(map(str, form.errors["settled"]))})
    if not form.is_valid():
        return ""
    settle(page.article, form.cleaned_data["settled"], form.cleaned_data["reason"], user)
    return "Settled. These problems stay away unless you undo this."


def _withdraw(page: ArticlePage, user: User) -> str:
    if not page.withdraw_form.is_valid():
        return ""
    withdraw(page.article, page.withdraw_form.cleaned_data["reason"], user)
    return "Withdrawn. Readers see the reason instead of the article."


def _restore(page: ArticlePage, user: User) -> str:
    if not page.restore_form.is_valid():
        return ""
    restore(page.article, page.restore_form.cleaned_data["reason"], user)
    return "Restored. Readers see the article again."
