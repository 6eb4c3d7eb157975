"""Article: the title, text and other fields that readers see."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify

from archive.models.addresses import address_of


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> "ArticleQuerySet":
        """Return the articles that readers may see. Only this method decides what is public."""
        return self.filter(withdrawn_at__isnull=True)

    def last_added_before(self, moment: datetime) -> int:
        """Return the highest id of an article that was added before this moment; 0 if none was.

        Ids are given in the order in which articles are added, so this is a binary search with one
        look-up by id in each step; `created_at` has no index.
        """
        low, high = 0, self.order_by("-pk").values_list("pk", flat=True).first() or 0
        while low < high:
            middle = (low + high + 1) // 2
            row = (
                self.filter(pk__gte=middle, pk__lte=high)
                .order_by("pk")
                .values_list("pk", "created_at")
                .first()
            )
            if row and row[1] < moment:
                low = row[0]
            else:
                high = middle - 1
        return low

    def newest(self) -> "ArticleQuerySet":
        """Sort by date, newest first; within a day, the article that was imported last is first.

        Articles with an unknown date are last. Articles with a date after tomorrow are left out,
        because such a date is probably wrong.
        """
        tomorrow = timezone.now().date() + timedelta(days=1)
        return self.exclude(published_on__gt=tomorrow).order_by(
            F("published_on").desc(nulls_last=True), "-pk"
        )


class Article(models.Model):
    """One news article, with the values that readers see.

    The values come from one Extract (`shown_extract`), and are changed by the corrections of staff.
    Articles are never deleted. An article that readers must not see is withdrawn, with a reason.
    """

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"
        UNKNOWN = "", "unknown"

    source = models.ForeignKey(
        "archive.Source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        db_index=False,
    )
    title = models.TextField()
    body = models.TextField(help_text="Clean paragraphs joined by a blank line.")
    published_on = models.DateField(
        null=True,
        blank=True,
        help_text="If only the month or year is known, its first day.",
    )
    published_precision = models.CharField(
        max_length=5, choices=Precision.choices, blank=True, default=""
    )
    is_date_doubtful = models.BooleanField(
        default=False, help_text="The dates in the saved files differ by more than three days."
    )
    dateline_place = models.CharField(max_length=200, blank=True)
    dateline_on = models.DateField(null=True, blank=True)
    agency = models.CharField(
        max_length=200, blank=True, help_text="The agency credited, such as KCNA."
    )
    language = models.CharField(max_length=8, blank=True, help_text="BCP 47: en, ko.")
    original_url = models.URLField(max_length=2000, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    shown_extract = models.ForeignKey(
        "archive.Extract",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    problems = models.JSONField(
        default=list,
        blank=True,
        help_text="Where the parser or the name finder was not sure.",
    )
    has_problems = models.BooleanField(default=False)
    is_corrected = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveBigIntegerField(
        default=0, db_index=True, help_text="The version of the archive after its latest change."
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["source", "published_on"]),
            models.Index(fields=["published_on"]),
            models.Index(
                fields=["id"], name="article_doubtful_date", condition=Q(is_date_doubtful=True)
            ),
            models.Index(
                fields=["id"], name="article_with_problems", condition=Q(has_problems=True)
            ),
            models.Index(fields=["id"], name="article_corrected", condition=Q(is_corrected=True)),
            models.Index(
                fields=["id"], name="article_withdrawn", condition=Q(withdrawn_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, published_precision="")
                | Q(published_on__isnull=False, published_precision__in=["day", "month", "year"]),
                name="article_date_and_precision_agree",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_reason=""),
                name="article_withdrawn_reason_needs_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """Return the readable part of the article's address: "kim-visits-farm".

        The id in the address identifies the article; the readable part is only for people.
        """
        return article_slug(self.title)

    def get_absolute_url(self) -> str:
        return article_url(self.pk, self.title)


_PAGES = frozenset({"cite", "evidence", "similar", "versions", "compare-with", "timemap"})


def article_slug(title: str) -> str:
    """Return the readable part of an article's address: "Kim Visits Farm" -> "kim-visits-farm"."""
    slug = slugify(title)[:80].strip("-") or "article"
    # The addresses of other pages of the article end with /evidence/ or /versions/, for example.
    # Because "-article" is added, the article has another address even if its title is "Evidence".
    return f"{slug}-article" if slug in _PAGES else slug


def article_url(pk: int, title: str) -> str:
    """Return the address of the page of an article: "/articles/17/kim-visits-farm/".

    This function does not call Django's `reverse`, which would take a third of the time that a list
    needs. A test checks that `reverse` returns the same address.
    """
    return f"{address_of('articles')}{pk}/{article_slug(title)}/"
