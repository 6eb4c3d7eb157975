"""ArchiveVersion: the number of the latest change. VersionMark: a random value for each number.

The numbers alone do not identify a state of the archive. If a backup is restored and the archive
changes again, the same numbers are used a second time, for other changes. The random values (marks)
of these changes are different.
"""

import secrets
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection, models
from django.db.models import F


class Version(NamedTuple):
    """A state of the archive: the number of the latest change, and the VersionMark of the number.

    `mark` is a random text. It is needed because after a backup was restored, two different states
    can have the same number. A new archive has the number 0 and the mark "".
    """

    number: int = 0
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.number}-{self.mark}"


NEW_ARCHIVE = Version()


class VersionMark(models.Model):
    """A random value (mark) that is stored for one number of ArchiveVersion.

    The search index stores the number and the mark of the latest change that it contains. If the
    database has another mark for this number, the index was built from another database, or before
    a backup was restored.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    mark = models.CharField(max_length=16)

    def __str__(self) -> str:
        return str(Version(self.number, self.mark))


class ArchiveVersion(models.Model):
    """The number of the latest change of the archive, for the search index and ETags of pages.

    The table has one row. Code that changes articles calls `stamp` as the last statement of its
    transaction. `stamp` locks the row until the commit. So the numbers become visible in ascending
    order, which a database sequence does not guarantee.
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
    def current(cls) -> Version:
        """Return the present version. Takes one database query."""
        return cls.current_and_mark_of(0)[0]

    @classmethod
    def current_and_mark_of(cls, number: int) -> tuple[Version, str]:
        """Return the present version, and the mark of `number`, or "" if the number has no mark.

        Takes one database query. The query is written in plain SQL, because Django takes five times
        as long to build it as the database takes to answer it.
        """
        versions, marks = cls._meta.db_table, VersionMark._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT v.number, m.mark, other.mark FROM {versions} v"
                f" LEFT JOIN {marks} m ON m.number = v.number"
                f" LEFT JOIN {marks} other ON other.number = %s WHERE v.id = 1",
                (number,),
            )
            row = cursor.fetchone()
        current, mark, other = row or (0, None, None)
        return Version(current, mark or ""), other or ""

    @classmethod
    def numbered(cls, number: int) -> Version:
        """Return the version with this number. Takes one database query."""
        return Version(number, cls.current_and_mark_of(number)[1])

    @classmethod
    def stamp(cls, article_ids: Collection[int] = ()) -> Version:
        """Increment the number, store it in the changed articles, and return the new version.

        `article_ids` are the ids of these articles. Call this method as the last statement of a
        transaction. Some changes alter pages but not the search index, such as a new home page of a
        source. After such a change, call the method without ids.
        """
        from archive.models.article import Article

        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(number=F("number") + 1)
        version = Version(cls.current().number, secrets.token_hex(8))
        VersionMark.objects.create(number=version.number, mark=version.mark)
        ids = list(article_ids)
        for start in range(0, len(ids), 500):
            Article.objects.filter(pk__in=ids[start : start + 500]).update(version=version.number)
        return version
