"""ArchiveVersion: one row, one number, which every change of an article increments."""

from collections.abc import Collection

from django.db import connection, models
from django.db.models import F


class ArchiveVersion(models.Model):
    """The version of the archive; the search index and every ETag are compared with it.

    Code that changes articles calls `stamp` as the last statement of its transaction. The row stays
    locked until the commit, so the numbers become visible in ascending order (a database sequence
    does not guarantee that).
    """

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
        """Return the present number, 0 in a new archive.

        Every page begins with this query. It is plain SQL, because Django takes five times longer
        to build it than the database to answer it.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {cls._meta.db_table} WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def stamp(cls, article_ids: Collection[int] = ()) -> int:
        """Increment the number, store it on these articles and return it.

        Call it last, inside a transaction. Call it without articles after a change that alters
        pages but not search documents, such as that of a source's home page.
        """
        from archive.models.article import Article

        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(number=F("number") + 1)
        number = cls.current()
        ids = list(article_ids)
        for start in range(0, len(ids), 500):
            Article.objects.filter(pk__in=ids[start : start + 500]).update(version=number)
        return number
