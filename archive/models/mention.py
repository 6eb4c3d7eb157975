"""Mention: a place in the title or text of an article where an entity is named."""

from django.db import models
from django.db.models import Q


class MentionQuerySet(models.QuerySet["Mention"]):
    def shown(self) -> "MentionQuerySet":
        """Return the mentions that pages show: all except those with a state in HIDDEN."""
        return self.exclude(state__in=HIDDEN)

    def decided_by_staff(self) -> "MentionQuerySet":
        """Return the mentions about which staff ever decided, even if the decision is undone.

        Imports must keep these mentions.
        """
        return self.exclude(state__in=[Mention.State.PARSED, Mention.State.BANNED])


class Mention(models.Model):
    """A name in the title or body of an article, or an entity that staff added to the article.

    `start` and `end` are positions in the shown title or body, in code points, end exclusive. Both
    are None if the mention has no words in the text: the entity is implied, staff added it without
    quoting words, or the words are not in the text any more.

    `entity` is the entity that has the spelling of the mention. If this entity is merged into a
    second entity, `entity` does not change, because a merger can be undone. Pages and counts show
    the second entity.

    An automatic mention is one that the name finder found and about which staff did not decide.
    """

    # The `rule` of mentions that staff added. Do not change this text: stored rows contain it.
    STAFF_RULE = "said-by-staff"

    class Field(models.TextChoices):
        TITLE = "title"
        BODY = "body"

    class State(models.TextChoices):
        PARSED = "parsed", "detected automatically"
        CONFIRMED = "confirmed", "confirmed by staff"
        REJECTED = "rejected", "rejected by staff"
        ADDED = "added", "added by staff"
        RETRACTED = "retracted", "decision undone"
        BANNED = "banned", "hidden because its alias is banned"

    article = models.ForeignKey(
        "archive.Article", on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    entity = models.ForeignKey(
        "archive.Entity", on_delete=models.PROTECT, related_name="mentions", db_index=False
    )
    field = models.CharField(max_length=5, choices=Field.choices, default=Field.BODY)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.CharField(
        max_length=300, blank=True, help_text="The words of the article that name it."
    )
    rule = models.CharField(max_length=60)
    confidence = models.FloatField(default=1.0)
    is_implied = models.BooleanField(
        default=False,
        help_text='Not named, but implied: "Sinuiju Textile Mill" implies Sinuiju.',
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PARSED)
    quote_before = models.CharField(max_length=32, blank=True)
    quote_after = models.CharField(max_length=32, blank=True)
    is_detached = models.BooleanField(
        default=False,
        help_text="Staff decided about it, and its words are no longer in the text.",
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
            # Nearly all mentions of some places are implied. Because this index contains
            # `is_implied`, a query for the other mentions does not read the implied ones.
            models.Index(fields=["entity", "is_implied", "article"], name="mention_of_entity"),
            models.Index(
                fields=["article"], name="mention_detached", condition=Q(is_detached=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text or self.entity_id} in {self.article_id}"


HIDDEN = (Mention.State.REJECTED, Mention.State.RETRACTED, Mention.State.BANNED)
"""The states of mentions that pages do not show or count."""
