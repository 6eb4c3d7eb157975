"""One run: import the folders into a scratch archive, and compare it with the kept texts."""

import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tests.bench import tantivy_alone
from tests.bench.import_course import ImportCourse, run_import
from tests.bench.process_usage import machine
from tests.bench.run import commit
from tests.bench.workspace import Workspace
from tests.corpus.found_texts import ArchiveArticle, Comparison, Found, Search, compare
from tests.corpus.kept_texts import (
    KeptText,
    distinct,
    files_in,
    headline_of,
    is_readable,
    letters_of,
    texts_in,
)

_EXAMPLES = 20
_ALIKE = 0.7
"""The likeness of two headlines, from 0.0 to 1.0, from which they are spellings of one."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A folder of bare texts, which are imported with `--layout bare --source` and this source."""

    folder: Path
    source: str


@dataclass(frozen=True)
class Kept:
    """What is in the folders, counted without Dateline.

    `rows` are all files and rows, also the empty ones. `unread` are the files that `kept_texts`
    does not read, by the ending of their names.
    """

    files: int
    rows: list[KeptText]
    texts: list[KeptText]
    copies: int
    unread: Counter[str]


def read_kept(folders: Iterable[Path]) -> Kept:
    """Return the texts in the folders."""
    files = files_in(folders)
    unread: Counter[str] = Counter()
    rows: list[KeptText] = []
    for path in files:
        try:
            rows += texts_in(path) if is_readable(path) else ()
        except ValueError:
            unread[f"{path.suffix} (damaged)"] += 1
        if not is_readable(path):
            unread[path.suffix or "no ending"] += 1
    texts, copies = distinct(rows)
    return Kept(len(files), rows, texts, copies, unread)


def run(workspace: Workspace, folders: Sequence[Path], bare: Sequence[Bare]) -> dict[str, Any]:
    """Import the folders into the empty archive of `workspace`, and return all figures.

    The folders of bare texts are imported first. If they are inside of other folders, their files
    are then unchanged.
    """
    figures: dict[str, Any] = {"at": time.strftime("%Y-%m-%d %H:%M"), "commit": commit()}
    figures["machine"] = machine()
    kept = read_kept([*folders, *(one.folder for one in bare)])
    print(f"Importing {kept.files:,} files with {len(kept.rows):,} rows …", file=sys.stderr)
    workspace.prepare()
    courses = [
        run_import(
            workspace,
            ["--layout", "bare", "--source", one.source, str(one.folder)],
            workspace.folder / f"import-bare-{number}.txt",
        )
        for number, one in enumerate(bare)
    ]
    if folders:
        report = workspace.folder / "import.txt"
        courses.append(run_import(workspace, [str(folder) for folder in folders], report))
    figures["import"] = _import_figures(courses, len(kept.rows))
    tantivy_alone.begin(workspace.environment)
    return figures | compared(kept)


def _import_figures(courses: list[ImportCourse], rows: int) -> dict[str, Any]:
    seconds = sum(course.seconds for course in courses)
    return {
        "seconds": round(seconds, 1),
        "rows_a_second": round(rows / seconds, 1) if seconds else 0.0,
        "processor_seconds": round(
            sum(course.user_seconds + course.system_seconds for course in courses), 1
        ),
        "peak_mb": round(max((course.peak for course in courses), default=0) / 1e6, 1),
        "own_peak_mb": round(max((course.own_peak for course in courses), default=0) / 1e6, 1),
        "load_after": [round(load, 2) for load in os.getloadavg()],
    }


def compared(kept: Kept) -> dict[str, Any]:
    """Return the figures of the archive, and of the search for each kept text in it.

    Django must be set up with this archive.
    """
    from tests.corpus import archive_rows

    rejected = archive_rows.rejections()
    comparison = compare(kept.texts, archive_rows.articles())
    return {
        "kept": {
            "files": kept.files,
            "rows": len(kept.rows),
            "without_letters": sum(not row.letters for row in kept.rows),
            "links": sum(row.is_link for row in kept.rows),
            "links_not_rejected": _links_not_rejected(kept.rows, rejected),
            "distinct": len(kept.texts),
            "distinct_anywhere": len({text.core for text in kept.texts}),
            "copies": kept.copies,
            "unread": dict(kept.unread),
        },
        "counts": archive_rows.counts(),
        "rejections": dict(Counter(one.reason for one in rejected).most_common()),
        "search": _search_figures(comparison, rejected),
        "joined": [
            f"{one.place}: article {one.article}, “{one.title}” ({one.how}, {one.share:.0%})"
            for one in archive_rows.joined()
        ],
    }


def _links_not_rejected(rows: Iterable[KeptText], rejected: "Sequence[Any]") -> int:
    """Return how many rows with only the words of a link were not rejected for this reason."""
    refused = {(one.path, one.row) for one in rejected if one.reason == "not-an-article"}
    return sum(row.is_link and (str(row.path.resolve()), row.row) not in refused for row in rows)


def _search_figures(comparison: Comparison, rejected: "Sequence[Any]") -> dict[str, Any]:
    """Return the number of texts for each way in which they are found, with examples.

    A text that no article has, and whose file or row was rejected, is counted as rejected, not as
    swallowed.
    """
    refused = {(one.path, one.row): one for one in rejected}
    lost: list[Search] = []
    named: list[tuple[Search, str]] = []
    for search in comparison.those(Found.SWALLOWED):
        path = str(search.text.path.resolve())
        one = refused.get((path, search.text.row)) or refused.get((path, 0))
        if one:
            named.append((search, one.reason))
        else:
            lost.append(search)
    figures: dict[str, Any] = {
        found.value: len(comparison.those(found)) for found in Found if found is not Found.SWALLOWED
    }
    own = comparison.those(Found.OWN)
    other_day = [
        one for one in own if one.article and one.text.day and one.article.day != one.text.day
    ]
    other_title = [one for one in own if one.article and not _is_title_kept(one.text, one.article)]
    titles: dict[Path, set[str]] = defaultdict(set)
    for search in comparison.searches:
        titles[search.text.path].add(letters_of(search.text.title))
    other_headline = [one for one in own if _has_other_headline(one, titles[one.text.path])]
    return figures | {
        "other_day": len(other_day),
        "other_title": len(other_title),
        "other_headline": len(other_headline),
        "swallowed": len(lost),
        "rejected": len(named),
        "merged": len(comparison.merged),
        "unexplained": len(comparison.unexplained),
        "examples": {
            "other_day": [
                f"{_in_words(one)}: {one.text.day} and {one.article.day or 'no date'}"
                for one in other_day[:_EXAMPLES]
                if one.article
            ],
            "other_headline": [
                f"{one.text.place}: article {one.article.pk}, “{one.article.title}”, begins with"
                f" the headline “{headline_of(one.text.text)}”"
                for one in other_headline[:_EXAMPLES]
                if one.article
            ],
            "other_title": [_in_words(one) for one in other_title[:_EXAMPLES]],
            "swallowed": [_in_words(search) for search in lost[:_EXAMPLES]],
            "rejected": [f"{_in_words(one)}: {reason}" for one, reason in named[:_EXAMPLES]],
            "merged": [
                f"article {article.pk}, “{article.title}”: "
                + " and ".join(f"{text.place}, “{text.title.strip()}”" for text in texts)
                for article, texts in comparison.merged[:_EXAMPLES]
            ],
            **{
                found.value: [_in_words(search) for search in comparison.those(found)[:_EXAMPLES]]
                for found in (Found.SPLIT, Found.INSIDE, Found.REVISED, Found.CUT)
            },
            "unexplained": [
                f"article {article.pk}, “{article.title}”, {len(article.body):,} characters"
                for article in comparison.unexplained[:_EXAMPLES]
            ],
        },
    }


def _is_title_kept(text: KeptText, article: ArchiveArticle) -> bool:
    """Return True if the title in the file is a part of the article's title, or not known."""
    return letters_of(text.title) in letters_of(article.title)


def _has_other_headline(search: Search, titles: set[str]) -> bool:
    """Return True if a text begins with a headline that is not the title of its article.

    Two headlines that are almost equal are spellings of one headline, unless the headline of the
    text is the title of another row in its file. `titles` are the titles in this file, as letters.
    """
    headline = letters_of(headline_of(search.text.text))
    title = letters_of(search.article.title) if search.article else ""
    if not headline or not title or headline == title:
        return False
    if headline in titles - {title}:
        return True
    is_part = headline in title or title in headline
    return not is_part and SequenceMatcher(None, headline, title).ratio() < _ALIKE


def _in_words(search: Search) -> str:
    text, article = search.text, search.article
    where = (
        f"{search.share:.0%} in article {article.pk}, “{article.title}”" if article else "nowhere"
    )
    return f"{text.place}, “{text.title.strip()}” ({where})"
