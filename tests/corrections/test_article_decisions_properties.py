"""Test that each field of an article shows the last correction that is not undone.

If a field has no such correction, it shows the parsed value. This is tested for random sequences of
correcting, undoing, redoing and importing.
"""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule

from archive.corrections import (
    correct,
    parsed_values,
    reapply,
    redo,
    reject,
    shown_values,
    undo,
)
from archive.models import Article, Decision, Mention
from tests.corrections.state_machine import StaffAtWork, run
from tests.factories import make_article, make_mention, make_place, make_source, simple_finder

VALUES = {
    "title": st.sampled_from(["First", "Second Title", "Third of Kujang"]),
    "published": st.sampled_from(["", "2024", "2024-02", "2024-02-29"]),
    "source": st.sampled_from(["", "kcna-kp", "voice-of-korea"]),
    "agency": st.sampled_from(["", "KCNA"]),
    "body": st.sampled_from(
        ["Kujang is far away.", "Two.\n\nParagraphs about the county of Kujang.", "Nothing."]
    ),
}


class Corrections(StaffAtWork):
    """A state machine that decides about one article, and imports new parsed values for it."""

    decisions: Bundle[Any] = Bundle("decisions")

    def prepare(self) -> None:
        make_source("Voice of Korea", "voice-of-korea")
        self.article = make_article(is_date_doubtful=True)
        self.mention = make_mention(self.article, make_place("Kujang"))
        self.said: list[tuple[Decision, dict[str, str]]] = []

    @rule(target=decisions, changes=st.fixed_dictionaries({}, optional=VALUES))
    def correct(self, changes: dict[str, str]) -> Any:
        if not changes:
            return multiple()
        decision = correct(self.article, changes, "why", self.ada)
        self.said.append((decision, changes))
        return decision

    @rule(target=decisions)
    def reject(self) -> Any:
        found = self.article.mentions.filter(state=Mention.State.PARSED).first()
        return reject([found], "why", self.ada) if found else multiple()

    @rule(decision=decisions)
    def undo(self, decision: Decision) -> None:
        undo(decision, self.ada)

    @rule(decision=decisions)
    def redo(self, decision: Decision) -> None:
        redo(decision, self.ada)

    @rule(title=VALUES["title"], body=VALUES["body"])
    def parse_anew(self, title: str, body: str) -> None:
        extract = self.article.shown_extract
        assert extract is not None
        extract.fields["title"]["value"] = title
        extract.body = body
        extract.save()
        Article.objects.filter(pk=self.article.pk).update(title=title, body=body)
        self.article.mentions.filter(state=Mention.State.PARSED).delete()
        reapply([self.article.pk])

    def check(self) -> None:
        reapply([self.article.pk])
        article = Article.objects.get(pk=self.article.pk)
        expected = parsed_values(article.shown_extract)
        undone = set(Decision.objects.filter(undone_at__isnull=False).values_list("pk", flat=True))
        for decision, changes in self.said:
            if decision.pk not in undone:
                expected |= changes
        assert shown_values(article) == expected
        assert article.is_corrected == Decision.objects.filter(undone_at__isnull=True).exists()
        self.check_mentions(article)
        before = row(article)
        reapply([article.pk])
        assert row(Article.objects.get(pk=article.pk)) == before

    def check_mentions(self, article: Article) -> None:
        """Assert that the text at each mention's span is the words of the mention.

        Assert also that no automatic mention begins where staff rejected a mention.
        """
        rejected = []
        for mention in article.mentions.all():
            text = article.title if mention.field == "title" else article.body
            if mention.start is not None:
                assert text[mention.start : mention.end] == mention.text
            if mention.state == "rejected" and mention.start is not None:
                rejected.append((mention.field, mention.start))
        found = article.mentions.filter(state="parsed").values_list("field", "start")
        assert not set(rejected) & set(found)


def row(article: Article) -> tuple[Any, ...]:
    """Return all values of an article and its mentions except the version."""
    values = {
        name: value for name, value in vars(article).items() if name not in {"_state", "version"}
    }
    return values, list(article.mentions.order_by("pk").values())


@pytest.mark.django_db
def test_an_article_shows_parsed_values_and_the_last_active_corrections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.corrections.article_overlay.find_in", simple_finder)
    run(Corrections, times=25)
