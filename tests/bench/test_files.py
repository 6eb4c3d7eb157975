"""The generated files are what a benchmark needs: the same everywhere, readable, and like real
ones."""

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

from ingest.errors import Rejection
from ingest.layouts import LAYOUTS
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import parse
from ingest.read import decode, fingerprint
from ingest.values import ParsedFile
from tests.bench.files import FOLDER, saved_file, write_files
from tests.bench.generator import HELD

COUNT = 10 * HELD


@cache
def read(number: int, folder: Path) -> ParsedFile | Rejection:
    path = folder / saved_file(number)[0]
    try:
        return parse(decode(fingerprint(path), path))
    except Rejection as rejection:
        return rejection


def test_a_file_is_the_same_on_any_machine() -> None:
    """Raise the hash by hand when the generator is changed on purpose: figures from before cannot
    be compared then."""
    whole = hashlib.sha256()
    for number in (*range(60), 999_990):
        path, data = saved_file(number)
        whole.update(path.encode() + data)
    assert whole.hexdigest() == "aceb2700f391e79b932018eb203a34deecfafc00e7b41dfd42220b1b7c606adb"


def test_a_file_does_not_depend_on_how_many_are_written(tmp_path: Path) -> None:
    write_files(tmp_path / "few", 30, processes=1)
    size = write_files(tmp_path / "more", FOLDER + 5, processes=2)
    more = list((tmp_path / "more").rglob("*.*"))
    assert len(more) == FOLDER + 5
    assert size == sum(path.stat().st_size for path in more)
    for path in (tmp_path / "few").rglob("*.*"):
        assert (
            path.read_bytes()
            == (tmp_path / "more" / path.relative_to(tmp_path / "few")).read_bytes()
        )


def test_files_are_read_in_every_layout_and_only_the_bad_ones_refused(tmp_path: Path) -> None:
    numbers = [block * 997 * HELD + slot for block in range(30) for slot in range(0, HELD, 3)]
    outcomes: Counter[str] = Counter()
    gazetteer = Gazetteer.from_files()
    for number in numbers:
        path = tmp_path / saved_file(number)[0]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(saved_file(number)[1])
        parsed = read(number, tmp_path)
        if isinstance(parsed, Rejection):
            outcomes["refused"] += 1
            continue
        outcomes[parsed.layout] += 1
        (article,) = parsed.articles
        found = find_mentions("", article.body, gazetteer).mentions
        outcomes["of a place"] += any(
            gazetteer.places[each.entity].division
            for each in found
            if each.entity in gazetteer.places
        )
        assert {problem.code for problem in article.problems} <= {
            "date-unknown",
            "title-missing",
            "source-unknown",
        }
    assert set(outcomes) >= set(LAYOUTS)
    assert outcomes["refused"] <= len(numbers) // 50
    assert len(numbers) // 3 < outcomes["of a place"] < len(numbers) // 2


def test_pages_list_articles_that_other_files_hold(tmp_path: Path) -> None:
    write_files(tmp_path, HELD * 2, processes=1)
    held, listed = set(), set()
    for number in range(HELD * 2):
        parsed = read(number, tmp_path)
        if isinstance(parsed, ParsedFile):
            held |= {str(article.fields["title"].value) for article in parsed.articles}
            listed |= {item.title for item in parsed.items if item.title}
    assert len(held & listed) > len(held) // 2
    assert listed - held
