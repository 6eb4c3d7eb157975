"""The tables of imports: ImportRun, and FileReport for each file that a run did not accept."""

from django.db import models


class ImportRun(models.Model):
    """One run of `import_articles`, with its times, version, options and results."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty if the import is still running or was stopped."
    )
    program_version = models.CharField(max_length=40)
    parser_version = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    created_count = models.PositiveIntegerField("created", default=0)
    updated_count = models.PositiveIntegerField("updated", default=0)
    unchanged_count = models.PositiveIntegerField("unchanged", default=0)
    rejected_count = models.PositiveIntegerField("rejected", default=0)
    failed_count = models.PositiveIntegerField("failed", default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class FileReport(models.Model):
    """A file that an import rejected, or that it could not process because of a bug.

    `traceback` is set only for a bug.
    """

    class Outcome(models.TextChoices):
        REJECTED = "rejected"
        FAILED = "failed"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="reports")
    path = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=60, help_text="The code of the reason.")
    message = models.TextField()
    traceback = models.TextField(blank=True)
    capture = models.ForeignKey(
        "archive.Capture",
        verbose_name="saved file",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.path}: {self.outcome} ({self.reason})"
