"""What was saved and how it was read: ImportRun, Capture and its bytes, paths and Extracts."""

import zlib

from django.db import models

from archive.models.addresses import address_of


class ImportRun(models.Model):
    """One run of `import_articles`: when, which version, which options, and the results."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty if it is still running or was stopped."
    )
    program_version = models.CharField(max_length=40)
    parser_version = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class Capture(models.Model):
    """One saved file, identified by its SHA-256.

    A file that is not an article is a capture with a rejection and without an extract. `text` is
    the decoded text and is never cleaned: the spans of evidence count code points in it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    encoding = models.CharField(max_length=20, blank=True)
    extractor = models.CharField(
        max_length=40,
        blank=True,
        help_text="For saved HTML: the program that turned it into text, with its version.",
    )
    layout = models.CharField(max_length=40, blank=True, db_index=True)
    text = models.TextField(blank=True)
    overrides = models.JSONField(
        default=dict, blank=True, help_text="Layout and source, if they were given for the import."
    )
    saved_not_before = models.DateField(null=True, blank=True)
    saved_not_after = models.DateField(null=True, blank=True)  # the day of import, UTC
    evidence = models.JSONField(
        default=dict, blank=True, help_text="Evidence of the fields of the saved file itself."
    )
    problems = models.JSONField(default=list, blank=True)
    rejection = models.CharField(
        max_length=60, blank=True, help_text="Code of the reason; empty if the file was accepted."
    )
    rejection_message = models.TextField(blank=True)
    parser_version = models.CharField(max_length=40, blank=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="captures")

    class Meta:
        verbose_name = "saved file"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="capture_rejected", condition=~models.Q(rejection=""))
        ]

    def __str__(self) -> str:
        return self.short_id

    @property
    def short_id(self) -> str:
        """Return the first 12 hex digits of the SHA-256: the public id of the saved file."""
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return address_of("capture", self.short_id)


class CaptureContent(models.Model):
    """The saved bytes, compressed with zlib; missing for binary files and files above 10 MB."""

    capture = models.OneToOneField(
        Capture, on_delete=models.CASCADE, primary_key=True, related_name="content"
    )
    compressed = models.BinaryField()

    def __str__(self) -> str:
        return f"Content of {self.capture_id}"

    @property
    def data(self) -> bytes:
        """Return the bytes exactly as they were saved."""
        return zlib.decompress(bytes(self.compressed))


class SeenPath(models.Model):
    """A path at which a saved file was found; the same file can have several paths."""

    capture = models.ForeignKey(
        Capture, on_delete=models.CASCADE, related_name="paths", db_index=False
    )
    path = models.TextField(help_text="Absolute; bytes that are not UTF-8 are backslash-escaped.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "path"], name="seen_path_once_a_capture")
        ]
        indexes = [models.Index(fields=["path"])]

    def __str__(self) -> str:
        return self.path

    @property
    def file_name(self) -> str:
        """Return the last part of the path: the only part that public pages show."""
        return self.path.rsplit("/", 1)[-1]


class FileReport(models.Model):
    """A file that a run rejected (a bad file), or on which it failed (our bug, with traceback)."""

    class Outcome(models.TextChoices):
        REJECTED = "rejected"
        FAILED = "failed"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="reports")
    path = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=60, help_text="The reason's code.")
    message = models.TextField()
    traceback = models.TextField(blank=True)
    capture = models.ForeignKey(
        Capture,
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


class Extract(models.Model):
    """What the parser read of one article in a saved file: each field with its evidence.

    `fields` maps a field's name to {value, rule, spans, confidence}; spans are [start, end) pairs
    of code points in `Capture.text`. The body's value is in `body`, so that it is stored once; its
    entry in `fields` has the spans and, as `paragraphs`, how many of them belong to each paragraph.
    `witnesses` has the same shape as `fields`."""

    capture = models.ForeignKey(
        Capture,
        verbose_name="saved file",
        on_delete=models.PROTECT,
        related_name="extracts",
        db_index=False,
    )
    position = models.PositiveIntegerField(help_text="0 for the first article of the file.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    witnesses = models.JSONField(
        default=dict, blank=True, help_text="Every witness of the date that was found."
    )
    is_date_doubtful = models.BooleanField(
        default=False, help_text="Witnesses disagree by more than three days."
    )
    body = models.TextField()
    key = models.CharField(
        max_length=40,
        db_index=True,
        help_text=(
            "Hash of parsed source and normalised title, then the date as digits: finds candidates."
        ),
    )
    filed_key = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text=(
            "The key under which it was first filed, if the parser now gives another: finds"
            " candidates too."
        ),
    )
    day_key = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text=(
            "The key without the title, of parsed source and date alone: finds candidates of"
            " untitled texts."
        ),
    )
    link_key = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text="Hash of the parsed original link: finds candidates.",
    )
    problems = models.JSONField(default=list, blank=True)
    parser_version = models.CharField(max_length=40)
    article = models.ForeignKey(
        "archive.Article", on_delete=models.PROTECT, related_name="extracts"
    )

    class Meta:
        verbose_name = "reading of a file"
        verbose_name_plural = "readings of files"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "position"], name="extract_once_a_position")
        ]

    def __str__(self) -> str:
        return f"Article {self.position + 1} in saved file {self.capture_id}"
