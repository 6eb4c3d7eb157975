"""Mention: where an article names an entity."""

from django.db import models
from django.db.models import Q


class MentionQuerySet(models.QuerySet["Mention"]):
    def shown(self) -> "MentionQuerySet":
        """The mentions that count: not rejected, not taken back, not by a banned spelling."""
        return self.exclude(state__in=HIDDEN)

    def said_by_people(self) -> "MentionQuerySet":
        """The mentions of which a person said something: no import may drop them."""
        return self.exclude(state__in=[Mention.State.PARSED, Mention.State.BANNED])


class Mention(models.Model):
    """A name found in an article's title or body, or added by staff (then possibly without a place
    in the text).

    `start` and `end` are code points of the shown field, end exclusive. `entity` is the one that
    has the spelling. Where that was merged into another, the mention counts for the other one and
    stays here: a merger can be undone."""

    STAFF_RULE = "said-by-staff"  # of a mention that a person added; stored, so it keeps its name

    class Field(models.TextChoices):
        TITLE = "title"
        BODY = "body"

    class State(models.TextChoices):
        PARSED = "parsed"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"
        ADDED = "added"
        RETRACTED = "retracted", "said, then taken back"
        BANNED = "banned", "found by a spelling that is banned now"

    article = models.ForeignKey(
        "archive.Article", on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    entity = models.ForeignKey(
        "archive.Entity", on_delete=models.PROTECT, related_name="mentions", db_index=False
    )
    field = models.CharField(max_length=5, choices=Field.choices, default=Field.BODY)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.CharField(max_length=300, blank=True, help_text="The words found.")
    rule = models.CharField(max_length=60)
    confidence = models.FloatField(default=1.0)
    is_implied = models.BooleanField(
        default=False, help_text='Not named itself but implied: Sinuiju, by "Sinuiju Textile Mill".'
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PARSED)
    quote_before = models.CharField(max_length=32, blank=True)
    quote_after = models.CharField(max_length=32, blank=True)
    is_detached = models.BooleanField(
        default=False, help_text="Said by a person, but its words are no longer in the text."
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "field", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__isnull=False, end__gt=models.F("start")),
                name="mention_span_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["parsed", "confirmed", "rejected", "added", "retracted", "banned"]
                ),
                name="mention_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["article", "entity", "field", "start", "end"], name="mention_once_a_span"
            ),
        ]
        indexes = [
            # Of some places nearly all mentions are implied: who asks for the others should not
            # read these.
            models.Index(fields=["entity", "is_implied", "article"], name="mention_of_entity"),
            models.Index(
                fields=["article"], name="mention_detached", condition=Q(is_detached=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text or self.entity_id} in {self.article_id}"


HIDDEN = (Mention.State.REJECTED, Mention.State.RETRACTED, Mention.State.BANNED)
"""The states of mentions that do not count."""
