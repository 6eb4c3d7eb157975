"""Measures how quickly names are found: articles a second, and share of an import's time."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from ingest.mentions import Gazetteer, find_mentions

MOST = 2_000  # articles of one round; a round finds the names in all of them
# Only the fastest round is used, because the speed of a virtual machine varies by half.
ROUNDS = 10


def measure(database: Path, articles: int, import_seconds: float) -> dict[str, Any]:
    """Find the names in stored articles in several rounds; return the figures of the fastest round.

    The gazetteer of the data files is used. `database` is the path of the database. `articles` is
    the number of articles that were imported in `import_seconds` of processor time.
    """
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT title, body FROM archive_article ORDER BY id LIMIT ?", (MOST,)
        ).fetchall()
    gazetteer = Gazetteer.from_files()
    seconds = min(_seconds(rows, gazetteer) for _ in range(ROUNDS))
    mentions = sum(len(find_mentions(title, body, gazetteer).mentions) for title, body in rows)
    return {
        "articles": len(rows),
        "mentions_an_article": round(mentions / max(1, len(rows)), 2),
        "articles_a_second": round(len(rows) / seconds),
        "share_of_import": round(seconds / max(1, len(rows)) * articles / import_seconds, 4),
    }


def _seconds(rows: list[tuple[str, str]], gazetteer: Gazetteer) -> float:
    started = time.process_time()
    for title, body in rows:
        find_mentions(title, body, gazetteer)
    return time.process_time() - started
