"""ArchiveVersion: one row, one number, which every change of an article increments."""

from collections.abc import Collection

from django.db import connection, models
from django.db.models import F


class ArchiveVersion(models.Model):
    """The archive's clock. The search index and every ETag are measured against it.

    Whoever changes articles calls `stamp` as the last statement of the transaction: the row stays
    locked until commit, so numbers become visible in the order in which they were given (a database
    sequence would not promise that)."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="archive_version_is_one_row")
        ]
        verbose_name_plural = "archive version"

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number now, 0 in a new archive. One single-row query, which every page begins with:
        so it is written out, for making it anew takes five times as long as answering it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {cls._meta.db_table} WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def stamp(cls, article_ids: Collection[int] = ()) -> int:
        """Increment the number, write it on these articles, return it. Call last, inside a
        transaction.

        Call it with no articles for a change that alters pages but no search document (a source's
        home page)."""
        from archive.models.article import Article

        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(number=F("number") + 1)
        number = cls.current()
        ids = list(article_ids)
        for start in range(0, len(ids), 500):
            Article.objects.filter(pk__in=ids[start : start + 500]).update(version=number)
        return number
