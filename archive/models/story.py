"""The tables of stories: StoryMarks, StoryMatch, StoryMember and StoryProgress.

All their rows can be made again from the articles and the decisions of staff (`archive.stories`).
The database does not check their references to articles: articles are never deleted, and a check
would lock articles that somebody else is correcting.
"""

from django.db import models
from django.db.models import F, Q


class StoryMarks(models.Model):
    """The marks by which articles of the same story are found (`ingest.stories.story_marks`).

    Articles without a day have no row, and neither have withdrawn articles and press reviews.
    """

    article = models.OneToOneField(
        "archive.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    day = models.DateField(db_index=True)
    marks = models.BinaryField()
    fingerprint = models.PositiveBigIntegerField(
        help_text="Changes with the text, the source and the day; then the marks are made again."
    )
    is_waiting = models.BooleanField(
        default=True, help_text="The article was not compared with others yet."
    )

    class Meta:
        verbose_name_plural = "story marks"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Marks of article {self.article_id}"


class StoryMatch(models.Model):
    """What one article finds: `other` is the article that tells its story best in another outlet.

    An article has one such row for each other outlet and language that has a likely article, and
    one for each near-equal text. Two articles match if each has a row for the other.
    """

    class Kind(models.TextChoices):
        NEAR = "near", "nearly the same text"
        REWORDED = "reworded", "other words"
        TRANSLATED = "translated", "another language"

    article = models.ForeignKey(
        "archive.Article",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    other = models.ForeignKey(
        "archive.Article", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    measure = models.FloatField(help_text="How alike the two are, from 0 to 1.")

    class Meta:
        verbose_name_plural = "story matches"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="story_match_once"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="story_match_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} finds {self.other_id}"


class StoryMember(models.Model):
    """An article that tells a story which another article tells, too.

    `story` identifies the story: it is the lowest id of its articles.
    """

    article = models.OneToOneField(
        "archive.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="story_member",
        db_constraint=False,
    )
    story = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Article {self.article_id} in story {self.story}"


class StoryProgress(models.Model):
    """How far stories were found; the table has one row.

    Stories were found for all changes up to the archive version `number`, with marks of the version
    `marks_version`.
    """

    number = models.PositiveBigIntegerField(default=0)
    marks_version = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "story progress"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="story_progress_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
