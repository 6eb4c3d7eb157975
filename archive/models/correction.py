"""What people said: a Correction of one field, grouped by the Act in which it was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

DISTINCT = "distinct:"
"""How the field of a correction begins that says of another entity (its id) that it is not the
same, however alike the names are."""


class Decision(models.Model):
    """One decision of a person. It groups corrections and can be undone and redone."""

    class Kind(models.TextChoices):
        CORRECT = "correct"
        WITHDRAW = "withdraw"
        RESTORE = "restore"
        NAMES = "names"
        SETTLE = "settle"
        BULK = "bulk"
        MERGE = "merge"
        SPLIT = "split"
        RENAME = "rename"
        SPELLINGS = "spellings"
        DESCRIBE = "describe"
        ACCEPT = "accept"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True, help_text="Empty: the decision stands.")
    redone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    redone_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last undone and let stand again."
    )
    waiting = models.JSONField(
        null=True,
        blank=True,
        help_text="The entities whose articles are still to be brought in line; empty: none.",
    )

    class Meta:
        verbose_name = "decision"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="decision_undone_by_and_at_agree",
            )
        ]
        indexes = [
            models.Index(fields=["id"], name="decision_waiting", condition=Q(waiting__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def standing(self) -> "CorrectionQuerySet":
        """Those whose act has not been undone, oldest first: the last one of a field holds."""
        return self.filter(decision__undone_at__isnull=True).order_by("pk")


class Correction(models.Model):
    """A corrected value of one field of exactly one article, entity or mention, beside the parsed
    one."""

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
    field = models.CharField(max_length=220)
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} ({self.decision_id})"
