"""Counts the values of facets by SQL: `GROUP BY` over the matches of an FTS5 table.

The table is in an SQLite file with the same data as the index: the words of each article and of its
versions, its entities, and the places that contain its places.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ENTITY_FACETS = ("place", "organisation", "person")
_CHUNK = 2_000
_BETWEEN = " between0versions "  # no phrase matches across it
# Never break the value of `tokenize` into two lines, because SQLite would not read it then.
TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;
CREATE VIRTUAL TABLE words USING
    fts5(title, body, versions, content='', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE article (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, year INTEGER NOT NULL);
CREATE TABLE entity (
    article INTEGER, kind TEXT, entity INTEGER, PRIMARY KEY (kind, article, entity)
) WITHOUT ROWID;
"""


def build(path: Path) -> float:
    """Make the SQLite file from the archive if the file is missing; return the seconds it took."""
    if path.exists():
        return 0.0
    started = time.perf_counter()
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(unfinished) as database:
        database.executescript(TABLES)
        for rows in _chunks():
            database.executemany(
                "INSERT INTO words (rowid, title, body, versions) VALUES (?, ?, ?, ?)",
                [row[:4] for row in rows],
            )
            database.executemany(
                "INSERT INTO article VALUES (?, ?, ?)", [(row[0], *row[4:6]) for row in rows]
            )
            for column, kind in enumerate(ENTITY_FACETS, 6):
                pairs = [(row[0], kind, entity) for row in rows for entity in row[column]]
                database.executemany("INSERT INTO entity VALUES (?, ?, ?)", pairs)
        database.executescript(
            "CREATE INDEX article_source ON article (source); CREATE INDEX article_year ON article"
            " (year); ANALYZE;"
        )
    database.close()
    unfinished.rename(path)
    return time.perf_counter() - started


def _chunks() -> Iterator[list[tuple[Any, ...]]]:
    """Yield lists of rows, one for each public article.

    A row has the id, title, body, the texts of versions that are not shown, id of the source, year,
    and the ids of entities by kind.
    """
    from archive.models import Article, Mention
    from archive.models.version_names import names_of_versions, texts_of_versions
    from archive.search import counted_entities
    from archive.search.analysis.words import restore_spaces

    counted = counted_entities()
    last = 0
    while True:
        fields = ("pk", "title", "body", "source_id", "published_on")
        articles = list(
            Article.objects.public()
            .filter(pk__gt=last)
            .order_by("pk")
            .values_list(*fields)[:_CHUNK]
        )
        if not articles:
            return
        last = articles[-1][0]
        entities: dict[tuple[int, str], set[int]] = {}
        mentions = Mention.objects.shown().filter(article__in=[row[0] for row in articles])
        for pk, entity, kind in mentions.values_list(
            "article_id", "entity_id", "entity__kind"
        ).distinct():
            entities.setdefault((pk, kind), set()).update(counted.get(entity, (entity,)))
        versions = texts_of_versions([row[0] for row in articles])
        for pk, entity, kind in names_of_versions(list(versions)):
            entities.setdefault((pk, kind), set()).update(counted.get(entity, (entity,)))
        yield [
            (
                *(
                    pk,
                    restore_spaces(title),
                    restore_spaces(body),
                    _BETWEEN.join(map(restore_spaces, versions.get(pk, ()))),
                    source or 0,
                    day.year if day else 0,
                ),
                *(entities.get((pk, kind)) or {0} for kind in ENTITY_FACETS),
            )
            for pk, title, body, source, day in articles
        ]


def count(
    path: Path, match: str, source: int | None = None
) -> tuple[dict[str, dict[int, int]], int, float]:
    """Return the counts of each facet, the number of matches, and the seconds that this takes.

    `match` is a query of FTS5. If `source` is the id of a source, only its articles are counted,
    except in the counts of sources, as on the site. The matches are found once and kept in a table
    in memory.
    """
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.executescript("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-64000;")
    started = time.perf_counter()
    database.execute("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY)")
    database.execute("INSERT INTO found SELECT rowid FROM words WHERE words MATCH ?", (match,))
    counts = {
        "source": _pairs(
            database, "SELECT source, count(*) FROM found JOIN article USING (id) GROUP BY source"
        )
    }
    if source is not None:
        database.execute(
            "DELETE FROM found WHERE id NOT IN (SELECT id FROM article WHERE source = ?)", (source,)
        )
    counts["year"] = _pairs(
        database, "SELECT year, count(*) FROM found JOIN article USING (id) GROUP BY year"
    )
    for kind in ENTITY_FACETS:
        counts[kind] = _pairs(
            database,
            "SELECT entity, count(*) FROM found JOIN entity ON article = id WHERE kind = ? GROUP BY"
            " entity",
            kind,
        )
    seconds = time.perf_counter() - started
    (total,) = database.execute("SELECT count(*) FROM found").fetchone()
    database.close()
    return counts, total, seconds


def agree(shown: Mapping[int, int], counted: Mapping[int, int]) -> bool:
    """Return True if the counts of a facet by Dateline (`shown`) equal those by SQL (`counted`).

    Only the rarest values of a facet with very many values may be missing in `shown`.
    """
    from archive.search import MIN_TOP_VALUES, UNKNOWN

    if any(counted.get(value) != number for value, number in shown.items()):
        return False
    missing = [number for value, number in counted.items() if value not in shown]
    known = [number for value, number in shown.items() if value != UNKNOWN]
    return not missing or (len(shown) >= MIN_TOP_VALUES and max(missing) <= min(known))


def _pairs(database: sqlite3.Connection, query: str, *given: Any) -> dict[int, int]:
    return dict(database.execute(query, given).fetchall())
