"""Test that generated files are always the same, can be parsed, and resemble real files."""

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

from ingest.errors import Rejection
from ingest.layouts import LAYOUTS
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import parse
from ingest.read import decode, read_bytes, read_file
from ingest.values import ParsedFile
from tests.bench.files import FOLDER, WRITTEN_LAYOUTS, saved_file, versions_of, write_files
from tests.bench.generator import SAVED_PER_BLOCK

COUNT = 10 * SAVED_PER_BLOCK


@cache
def read(number: int, folder: Path) -> ParsedFile | Rejection:
    path = folder / saved_file(number)[0]
    try:
        return parse(decode(read_bytes(path), path))
    except Rejection as rejection:
        return rejection


def test_a_file_is_the_same_on_any_machine() -> None:
    """Check the hash of some generated files.

    If you change the generator on purpose, change the hash here. Figures that were measured before
    this change cannot be compared with later figures.
    """
    whole = hashlib.sha256()
    for number in (*range(60), 999_990):
        path, data = saved_file(number)
        whole.update(path.encode() + data)
    assert whole.hexdigest() == "aceb2700f391e79b932018eb203a34deecfafc00e7b41dfd42220b1b7c606adb"


def test_a_file_does_not_depend_on_how_many_are_written(tmp_path: Path) -> None:
    write_files(tmp_path / "few", 30, processes=1)
    files, size = write_files(tmp_path / "more", FOLDER + 5, processes=2)
    more = list((tmp_path / "more").rglob("*.*"))
    assert len(more) == files == FOLDER + 5
    assert size == sum(path.stat().st_size for path in more)
    for path in (tmp_path / "few").rglob("*.*"):
        assert (
            path.read_bytes()
            == (tmp_path / "more" / path.relative_to(tmp_path / "few")).read_bytes()
        )


def test_a_tenth_of_the_articles_has_three_versions(tmp_path: Path) -> None:
    """Check that two more files each lack another paragraph of the article, and nothing else."""
    numbers = range(SAVED_PER_BLOCK * 12)
    found = {number: files for number in numbers if (files := versions_of(number))}
    assert 0.04 < len(found) / len(numbers) < 0.12
    for number, files in list(found.items())[:10]:
        bodies = []
        for path, data in (saved_file(number), *files):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_bytes(data)
            [article] = parse(read_file(tmp_path / path)).articles
            bodies.append(article.body.split("\n\n"))
        whole, *others = bodies
        assert len({tuple(body) for body in bodies}) == 3
        assert all(set(body) < set(whole) and len(body) == len(whole) - 1 for body in others)


def test_files_are_parsed_in_their_layouts_and_only_bad_ones_are_rejected(tmp_path: Path) -> None:
    numbers = [
        block * 997 * SAVED_PER_BLOCK + slot
        for block in range(30)
        for slot in range(0, SAVED_PER_BLOCK, 3)
    ]
    outcomes: Counter[str] = Counter()
    gazetteer = Gazetteer.from_files()
    for number in numbers:
        path = tmp_path / saved_file(number)[0]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(saved_file(number)[1])
        parsed = read(number, tmp_path)
        if isinstance(parsed, Rejection):
            outcomes["rejected"] += 1
            continue
        outcomes[parsed.layout] += 1
        (article,) = parsed.articles
        mentions = find_mentions("", article.body, gazetteer).mentions
        outcomes["of a place"] += any(
            gazetteer.places[mention.entity].division
            for mention in mentions
            if mention.entity in gazetteer.places
        )
        assert {problem.code for problem in article.problems} <= {
            "date-unknown",
            "title-missing",
            "source-unknown",
        }
    assert set(outcomes) & set(LAYOUTS) == WRITTEN_LAYOUTS
    assert outcomes["rejected"] <= len(numbers) // 50
    assert len(numbers) // 3 < outcomes["of a place"] < len(numbers) // 2


def test_pages_list_articles_of_other_files(tmp_path: Path) -> None:
    write_files(tmp_path, SAVED_PER_BLOCK * 2, processes=1)
    imported, listed = set(), set()
    for number in range(SAVED_PER_BLOCK * 2):
        parsed = read(number, tmp_path)
        if isinstance(parsed, ParsedFile):
            imported |= {str(article.fields["title"].value) for article in parsed.articles}
            listed |= {item.title for item in parsed.items if item.title}
    assert len(imported & listed) > len(imported) // 2
    assert listed - imported
