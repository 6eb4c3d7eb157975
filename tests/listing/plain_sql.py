"""Compute lists and counts in plain SQL, without archive.search and archive.listing.

Only the words of a text are those of archive.search.

`PlainTables` writes temporary tables with the dates and words of each article, and its values of
each facet. From these tables, its methods `ids_of` and `counts` compute the articles and the counts
that the list at an address must show.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from archive.search.analysis.words import exact_words

# The kinds of entity whose facets are compared. A kind is also the name of its facet.
ENTITIES = ("place",)
DATE_FIELDS = {4: "year", 7: "month", 10: "day"}
# The values of each facet: a SELECT of the article's id and the value.
VALUES = {
    "source": "SELECT id, COALESCE(source_id, 0) FROM archive_article",
    "year": (
        "SELECT id, CASE known WHEN '' THEN 0 ELSE CAST(substr(known, 1, 4) AS INTEGER) END FROM"
        " plain_article"
    ),
    "language": (
        "SELECT id, CASE language WHEN '' THEN 0 ELSE DENSE_RANK() OVER (ORDER BY lower(language))"
        " END FROM archive_article"
    ),
    "month": (
        "SELECT id, CAST(substr(known, 1, 4) || substr(known, 6, 2) AS INTEGER) FROM plain_article"
        " WHERE length(known) >= 7"
    ),
    "day": (
        "SELECT id, CAST(substr(known, 1, 4) || substr(known, 6, 2) || substr(known, 9, 2) AS"
        " INTEGER) FROM plain_article WHERE length(known) = 10"
    ),
}
for kind in ENTITIES:
    of_kind = f"FROM plain_mention WHERE kind = '{kind}'"
    VALUES[kind] = (
        f"SELECT article_id, entity_id {of_kind}"
        f" UNION ALL SELECT id, 0 FROM plain_article WHERE id NOT IN (SELECT article_id {of_kind})"
    )
# A dict: parameter of an address -> the table in which its values (`slug`) have ids. For languages,
# these ids are not the numbers that the index uses.
SLUGS = {
    "source": "archive_source",
    "language": (
        "(SELECT DISTINCT lower(language) AS slug, DENSE_RANK() OVER (ORDER BY lower(language)) AS"
        " id FROM archive_article) AS ranked WHERE slug != ''"
    ),
} | {kind: f"archive_entity WHERE merged_into_id IS NULL AND kind = '{kind}'" for kind in ENTITIES}

ARTICLES = """
    CREATE TEMPORARY TABLE plain_article AS
    SELECT id, title, body, published_on, substr(CAST(published_on AS CHAR(10)), 1,
        CASE published_precision
            WHEN 'day' THEN 10 WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 0
        END) AS known,
        substr(CAST(created_at AS CHAR(10)), 1, 10) AS added, '' AS title_words, '' AS body_words
    FROM archive_article WHERE withdrawn_at IS NULL
"""
# A mention of a place is also counted for all places that contain it. A mention of an entity that
# was merged is counted for the entity into which it was merged.
MENTIONS = """
    CREATE TEMPORARY TABLE plain_mention AS
    WITH RECURSIVE above (entity_id, above_id) AS (
        SELECT id, id FROM archive_entity
        UNION
        SELECT above.entity_id, COALESCE(entity.merged_into_id, entity.parent_id)
        FROM above JOIN archive_entity entity ON entity.id = above.above_id
        WHERE COALESCE(entity.merged_into_id, entity.parent_id) IS NOT NULL
    )
    SELECT DISTINCT mention.article_id, above.above_id AS entity_id, entity.kind
    FROM archive_mention mention
    JOIN above ON above.entity_id = mention.entity_id
    JOIN archive_entity entity ON entity.id = above.above_id AND entity.merged_into_id IS NULL
    WHERE mention.state NOT IN ('rejected', 'retracted', 'banned')
"""
Address = Mapping[str, Sequence[str]]


@dataclass
class PlainTables:
    """The public articles and their values, in temporary tables for counting."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in ("plain_value", "plain_article", "plain_mention"):
            run(f"DROP TABLE IF EXISTS {table}")
        run(ARTICLES)
        run(MENTIONS)
        run("UPDATE plain_article SET known = '' WHERE known IS NULL")
        words = [
            (as_words(title), as_words(body), pk)
            for pk, title, body in rows("SELECT id, title, body FROM plain_article")
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE plain_article SET title_words = %s, body_words = %s WHERE id = %s", words
            )
        run(
            "CREATE TEMPORARY TABLE plain_value (facet VARCHAR(20), article_id BIGINT, value"
            " BIGINT)"
        )
        for facet, select in VALUES.items():
            run(f"INSERT INTO plain_value SELECT '{facet}', chosen.* FROM ({select}) AS chosen")
        run("CREATE INDEX plain_value_index ON plain_value (facet, value, article_id)")
        for facet, known in SLUGS.items():
            self.ids[facet] = dict(rows(f"SELECT slug, id FROM {known}")) | {"unknown": 0}

    def slugs(self, facet: str) -> list[str]:
        """Return the slugs of a facet's values that articles have, most frequent first."""
        names = {pk: slug for slug, pk in self.ids[facet].items()}
        selected = rows(
            "SELECT value FROM plain_value WHERE facet = %s GROUP BY value ORDER BY COUNT(*) DESC,"
            " value",
            [facet],
        )
        return [names[value] for (value,) in selected]

    def days_of_adding(self) -> list[str]:
        return [day for (day,) in rows("SELECT DISTINCT added FROM plain_article ORDER BY added")]

    def known_dates(self) -> list[str]:
        return [
            known
            for (known,) in rows(
                "SELECT DISTINCT known FROM plain_article WHERE known != '' ORDER BY known"
            )
        ]

    def ids_of(self, address: Address, order: str = "newest") -> list[int]:
        """Return the ids of all articles that an address selects, in this order of the list."""
        direction = "ASC" if order == "oldest" else "DESC"
        where, values = self.where(address)
        if order == "added":
            added = rows(f"SELECT id FROM plain_article WHERE {where} ORDER BY id DESC", values)
            return [pk for (pk,) in added]
        selected = rows(
            f"SELECT id FROM plain_article WHERE {where} ORDER BY known = '', published_on"
            f" {direction}, id {direction}",
            values,
        )
        return [pk for (pk,) in selected]

    def counts(self, address: Address) -> dict[str, dict[int, int]]:
        """Return the number of articles for each value of each facet, for one address.

        A facet is counted without its own selected values, but with its excluded values. There is
        one exception: the count of an excluded value is the length of the list in which this value
        is selected and not excluded.
        """
        counts: dict[str, dict[int, int]] = {facet: {} for facet in VALUES}
        for name, facets in self.facets_by_parameter.items():
            own = address.get(name, ())
            excluded = [value for value in own if value.startswith("-")]
            where, values = self.where({**address, name: excluded})
            grouped = rows(
                "SELECT facet, value, COUNT(DISTINCT article_id) FROM plain_value WHERE facet IN"
                f" ({', '.join(['%s'] * len(facets))}) AND article_id IN (SELECT id FROM"
                f" plain_article WHERE {where}) GROUP BY facet, value",
                [*facets, *values],
            )
            for facet, value, count in grouped:
                counts[facet][value] = count
            for written in excluded:
                others = [value for value in excluded if value != written]
                where, values = self.where({**address, name: [*others, written[1:]]})
                for facet in facets:
                    number = self.value_of(facet, written[1:])
                    if number is not None:
                        counts[facet][number] = rows(
                            f"SELECT COUNT(*) FROM plain_article WHERE {where}", values
                        )[0][0]
        return counts

    @property
    def facets_by_parameter(self) -> dict[str, list[str]]:
        return {"date": list(DATE_FIELDS.values()), **{name: [name] for name in SLUGS}}

    def value_of(self, facet: str, written: str) -> int | None:
        """Return the number that identifies the value `written` of an address in `counts`.

        Examples: "2024-03" -> 202403, the slug of a place -> its id. Returns None if the value is a
        date and the facet counts dates of another precision.
        """
        if facet in SLUGS:
            return self.ids[facet][written]
        if written == "unknown":
            return 0 if facet == "year" else None
        is_of_facet = not set("*.") & set(written) and DATE_FIELDS[len(written)] == facet
        return int(written.replace("-", "")) if is_of_facet else None

    def where(self, address: Address) -> tuple[str, list[Any]]:
        """Return the condition on plain_article for an address, and its values."""
        conditions, values = ["1 = 1"], []
        for name, written in address.items():
            included = [
                self.condition(name, value) for value in written if not value.startswith("-")
            ]
            excluded = [
                self.condition(name, value[1:]) for value in written if value.startswith("-")
            ]
            if included and name != "q":
                conditions.append("(" + " OR ".join(sql for sql, _ in included) + ")")
            else:
                conditions += [sql for sql, _ in included]
            conditions += [f"NOT {sql}" for sql, _ in excluded]
            values += [value for _, some in [*included, *excluded] for value in some]
        return " AND ".join(conditions), values

    def condition(self, name: str, value: str) -> tuple[str, list[Any]]:
        if name == "q":
            # The search text is a phrase, or two phrases joined by OR.
            phrases = [f"% {as_words(phrase).strip()} %" for phrase in value.split(" OR ")]
            has_phrase = "(title_words LIKE %s OR body_words LIKE %s)"
            return "(" + " OR ".join([has_phrase] * len(phrases)) + ")", [
                phrase for phrase in phrases for _ in range(2)
            ]
        if name == "date":
            return date_condition(value)
        if name == "added":
            return "(added >= %s)", [value]
        sql = "(id IN (SELECT article_id FROM plain_value WHERE facet = %s AND value = %s))"
        return sql, [name, self.ids[name][value]]


def date_condition(value: str) -> tuple[str, list[Any]]:
    """Return the SQL condition that the date of an article is inside the period `value`.

    If the date is a month or a year, all its days must be inside. The values for the condition are
    returned, too. All months have 31 days here, both in the date and in the period, so that dates
    and periods can be compared.
    """
    if value == "unknown":
        return "(known = '')", []
    if value.startswith("*"):
        return "(length(known) = 10 AND substr(known, 5) = %s)", [value[1:]]
    first, dots, last = value.partition("..")
    begins = "known || CASE length(known) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END"
    ends = "known || CASE length(known) WHEN 4 THEN '-12-31' WHEN 7 THEN '-31' ELSE '' END"
    return f"(known != '' AND {begins} >= %s AND {ends} <= %s)", [
        begin_of(first),
        end_of(last if dots else first),
    ]


def begin_of(written: str) -> str:
    return written + "-01-01"[len(written) - 4 :] if written else "0"


def end_of(written: str) -> str:
    if (
        len(written) == 10
        and int(written[8:]) == monthrange(int(written[:4]), int(written[5:7]))[1]
    ):
        written = written[:7]
    return written + "-12-31"[len(written) - 4 :] if written else "9"


def as_words(text: str) -> str:
    """Return the words of a text, as tests/search/test_words.py tests them, separated by spaces.

    LIKE ignores capital letters, so an abbreviation such as "US" has a mark: "us=".
    """
    words = exact_words(as_typed(text))
    return " " + " ".join(word if word.islower() else as_marked(word) for word in words) + " "


def as_marked(word: str) -> str:
    return f"{word.lower()}=" if word.isupper() else word


def as_typed(words: str) -> str:
    """Return the text to type for words of `as_words`: "us= army" -> "US army"."""
    return re.sub(r"(\w+)=", lambda marked: marked[1].upper(), words)


def rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
