"""The SQL that makes the tables, indexes and views of the SQLite file of a deposit.

The file of a deposit must have exactly these. So a file that has anything else, such as a trigger,
is refused before anything in it is read.
"""

import sqlite3
from contextlib import closing

from archive.deposit.columns import Column, Table, tables

FORMAT = 1
APPLICATION_ID = 0x44544C4E
"""The number at byte 68 of the file, by which programs recognise it: "DTLN"."""

_FIXED = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE contents (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE dictionary (in_table TEXT NOT NULL, column TEXT NOT NULL, type TEXT NOT NULL,"
    " meaning TEXT NOT NULL)",
    "CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
)
_INDEXES = (
    "CREATE INDEX extract_of_article ON archive_extract (article_id)",
    "CREATE INDEX mention_of_article ON archive_mention (article_id)",
    "CREATE INDEX mention_of_entity ON archive_mention (entity_id)",
    "CREATE INDEX spelling_of_entity ON archive_entityname (entity_id)",
    "CREATE INDEX correction_of_decision ON archive_correction (decision_id)",
)
_SHOWN = "m.state NOT IN ('rejected', 'retracted', 'banned')"
_MEANT = "JOIN archive_entity s ON s.id = m.entity_id JOIN archive_entity e" + (
    " ON e.id = COALESCE(s.merged_into_id, s.id)"
)


def _names(kind: str) -> str:
    return (
        "(SELECT group_concat(name, '; ') FROM (SELECT DISTINCT e.name FROM archive_mention m"
        f" {_MEANT} WHERE m.article_id = a.id AND {_SHOWN} AND e.kind = '{kind}' ORDER BY e.name))"
    )


_VIEWS = (
    "CREATE VIEW articles AS SELECT a.id, (SELECT value FROM about WHERE name = 'site')"
    " || '/articles/' || a.id || '/' AS url, a.title, p.slug AS source, p.name AS source_name,"
    " CASE a.published_precision WHEN 'day' THEN a.published_on WHEN 'month' THEN"
    " substr(a.published_on, 1, 7) WHEN 'year' THEN substr(a.published_on, 1, 4) ELSE '' END"
    " AS date, a.published_precision AS date_precision, a.language, a.agency,"
    f" {_names('place')} AS places, {_names('organisation')} AS organisations,"
    f" {_names('person')} AS people, a.original_url, f.sha256,"
    " a.word_count AS words, a.body AS text"
    " FROM archive_article a LEFT JOIN archive_source p ON p.id = a.source_id"
    " LEFT JOIN archive_extract x ON x.id = a.shown_extract_id"
    " LEFT JOIN archive_capture f ON f.id = x.capture_id WHERE a.withdrawn_at IS NULL",
    "CREATE VIEW names AS SELECT e.id, e.kind, e.slug, e.name, (SELECT group_concat(name, '; ')"
    " FROM (SELECT DISTINCT n.name FROM archive_entityname n WHERE n.entity_id = e.id AND"
    " n.name != e.name AND n.kind != 'banned' ORDER BY n.name)) AS aliases, e.korean_name,"
    " e.place_type, e.latitude, e.longitude, e.is_listed FROM archive_entity e"
    " WHERE e.merged_into_id IS NULL",
    "CREATE VIEW mentions AS SELECT m.article_id, e.id AS name_id, e.kind, e.name, m.field,"
    ' m.start, m."end", m.text AS words, m.is_implied, m.confidence FROM archive_mention m'
    f" {_MEANT} JOIN archive_article a ON a.id = m.article_id WHERE {_SHOWN}"
    " AND a.withdrawn_at IS NULL",
    "CREATE VIEW decisions AS SELECT d.id, d.kind, d.reason, t.name AS made_by, d.made_at,"
    " d.undone_at, (SELECT COUNT(*) FROM archive_correction c WHERE c.decision_id = d.id)"
    " AS corrections FROM archive_decision d JOIN staff t ON t.id = d.made_by_id",
)


def quote(name: str) -> str:
    """Return a name as SQL of the file."""
    return f'"{name}"'


def before_rows() -> list[str]:
    """Return the statements that make the tables."""
    return [*_FIXED, *map(_table, tables())]


def after_rows() -> list[str]:
    """Return the statements that make the indexes and views, when the tables have their rows."""
    return [*_INDEXES, *_VIEWS]


def _table(table: Table) -> str:
    columns = ", ".join(_column(column, table.key) for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns})"


def _column(column: Column, key: str) -> str:
    words = [quote(column.name), column.type]
    if column.name == key:
        words.append("PRIMARY KEY")
    elif not column.field.null:
        words.append("NOT NULL")
    if column.target:
        words.append(f"REFERENCES {column.target}")
    return " ".join(words)


Objects = dict[str, tuple[str, str | None]]
"""A dict from the name of each table, index and view to its kind and its SQL."""


def objects_in(database: sqlite3.Connection) -> Objects:
    """Return all tables, indexes, views and triggers of an SQLite database."""
    rows = database.execute("SELECT name, type, sql FROM sqlite_master")
    return {name: (kind, sql) for name, kind, sql in rows}


def expected_objects() -> Objects:
    """Return the tables, indexes and views that the file of a deposit must have."""
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in (*before_rows(), *after_rows()):
            database.execute(statement)
        return objects_in(database)
