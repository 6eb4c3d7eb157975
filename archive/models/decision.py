"""The decisions of staff: Decision, and Correction with the values that a decision sets."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Decision(models.Model):
    """One decision of a member of staff, with the corrections that it makes.

    All corrections of a decision are made, undone and redone together. If the decision is about a
    whole list of articles, `summary` says in words what it changed, and which list it was.
    """

    class Kind(models.TextChoices):
        CORRECT = "correct", "Correct an article"
        WITHDRAW = "withdraw", "Withdraw articles"
        RESTORE = "restore", "Restore articles"
        NAMES = "names", "Decide about names in an article"
        SETTLE = "settle", "Mark problems as settled"
        BULK = "bulk", "Correct several articles"
        MERGE = "merge", "Merge two names"
        SPLIT = "split", "Split off an alias"
        RENAME = "rename", "Rename a place, organisation or person"
        SPELLINGS = "spellings", "Add or ban an alias"
        DESCRIBE = "describe", "Change a description"
        ACCEPT = "accept", "Accept names, or keep them apart"
        SEPARATE = "separate", "Separate articles that were joined"
        STORY = "story", "Decide whether articles tell one story"

    uid = models.UUIDField(
        unique=True,
        default=uuid4,
        editable=False,
        help_text="The same in every archive into which the decision is imported.",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    summary = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty if the decision applies."
    )
    redone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    redone_at = models.DateTimeField(null=True, blank=True, help_text="When it was last redone.")
    waiting = models.JSONField(
        null=True,
        blank=True,
        help_text="Which articles are not updated yet; empty if all are.",
    )

    class Meta:
        verbose_name = "decision"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="decision_undone_by_and_at_agree",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("correct", "withdraw", "restore", "names", "settle", "bulk"),
                        *("merge", "split", "rename", "spellings", "describe", "accept"),
                        *("separate", "story"),
                    ]
                ),
                name="decision_kind_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="decision_waiting", condition=Q(waiting__isnull=False))
        ]

    def __str__(self) -> str:
        label = str(self.get_kind_display())
        return f"Decision {self.pk}: {label[:1].lower()}{label[1:]}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def standing(self) -> "CorrectionQuerySet":
        """Return the corrections whose decision is not undone, oldest first.

        If several of these corrections set the same value, the last of them applies.
        """
        return self.filter(decision__undone_at__isnull=True).order_by("pk")


class Correction(models.Model):
    """The change of one value of an article, entity or mention by a decision.

    `kind` and `key` identify the value: for example, kind "field" and key "title" identify the
    title of an article. `parsed_value` is the value before all corrections, and `corrected_value`
    the value that the decision sets. Several corrections can set the same value. Then the last
    correction whose decision is not undone applies.
    """

    class Kind(models.TextChoices):
        """The kinds of corrections. In the comments, "value" means `corrected_value`.

        If a comment does not describe `key`, the key is "".
        """

        # A field of an article or entity. key: the name of the field; value: the new value.
        FIELD = "field"
        # A withdrawn or restored article. value: the reason; "" if the article is restored.
        WITHDRAWN = "withdrawn"
        # A problem of an article that staff settled. key: the `problem_key` of the problem;
        # value: ""; `parsed_value`: the stored problem.
        PROBLEM = "problem", "settled problem"
        # An alias of an entity. key: the alias; value: its kind, "" if the alias is removed.
        ALIAS = "alias"
        # Two entities with similar names that are different. `entity` is the entity with the lower
        # id; key: the id of the other entity.
        DISTINCT = "distinct", "not the same"
        # The state of a mention. value: a `Mention.State`.
        MENTION_STATE = "mention_state", "state of a mention"
        # An extract that is another article than the import decided. key: the SHA-256 of its file
        # and its position there, as "<SHA-256>:<position>". A decision has two of these corrections
        # for the extract, and `article` tells which:
        # - the article that the extract leaves. value: "".
        # - the article that the extract gets. value: the key of the first of the extracts that are
        #   this article together; `parsed_value`: the id of the article that the import chose.
        SEPARATED = "separated", "another article"
        # Two articles that tell the same story, or not. `article` is one of them; key: the SHA-256
        # of the file that the other shows, and its position there, as "<SHA-256>:<position>";
        # value: "same" or "other".
        STORY = "story", "the same story"

    decision = models.ForeignKey(
        Decision, verbose_name="decision", on_delete=models.PROTECT, related_name="corrections"
    )
    article = models.ForeignKey(
        "archive.Article",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    entity = models.ForeignKey(
        "archive.Entity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    mention = models.ForeignKey(
        "archive.Mention",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    kind = models.CharField(max_length=13, choices=Kind.choices)
    key = models.CharField(
        max_length=200,
        blank=True,
        help_text="The field, alias, problem or other entity; the kind tells which of them.",
    )
    parsed_value = models.JSONField(null=True)
    corrected_value = models.JSONField(null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, entity__isnull=True, mention__isnull=True)
                | Q(article__isnull=True, entity__isnull=False, mention__isnull=True)
                | Q(article__isnull=True, entity__isnull=True, mention__isnull=False),
                name="correction_has_one_target",
            ),
            models.CheckConstraint(
                condition=Q(
                    article__isnull=False,
                    kind__in=["field", "withdrawn", "problem", "separated", "story"],
                )
                | Q(entity__isnull=False, kind__in=["field", "alias", "distinct"])
                | Q(mention__isnull=False, kind="mention_state"),
                name="correction_kind_fits_target",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["withdrawn", "mention_state"], key="")
                | (
                    Q(kind__in=["field", "problem", "alias", "distinct", "separated", "story"])
                    & ~Q(key="")
                ),
                name="correction_has_key_of_its_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["key"], name="correction_separated", condition=Q(kind="separated")
            ),
            models.Index(fields=["key"], name="correction_story", condition=Q(kind="story")),
        ]

    def __str__(self) -> str:
        return f"{self.key or self.kind} ({self.decision_id})"
