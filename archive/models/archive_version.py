"""ArchiveVersion: a table with one row, whose number every change of an article increments."""

from collections.abc import Collection

from django.db import connection, models
from django.db.models import F


class ArchiveVersion(models.Model):
    """The version of the archive: the search index follows it, and ETags of pages depend on it.

    Code that changes articles calls `stamp` as the last statement of its transaction. `stamp` locks
    the row until the commit. So the numbers become visible in ascending order, which a database
    sequence does not guarantee.
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
        """Return the present number, or 0 in a new archive.

        Every page runs this query first. It is plain SQL, because Django takes five times as long
        to build the query as the database takes to answer it.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {cls._meta.db_table} WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def stamp(cls, article_ids: Collection[int] = ()) -> int:
        """Increment the number, store it in these articles (by id) and return it.

        Call it as the last statement of a transaction. Call it without articles after a change that
        alters pages but not the search index, such as a new home page of a source.
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
