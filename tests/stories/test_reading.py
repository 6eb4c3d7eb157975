"""Test that stories are the same however many processes read the articles."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archive.stories import find_stories, reading, update
from archive.stories.reading import Part, Step
from tests.search_library import Library
from tests.separate_archive import SeparateArchive, separate_archives
from tests.stories.random_articles import (
    add_articles,
    change_articles,
    found_anew,
    stored_stories,
)


@contextmanager
def several_readers(random: Random) -> Iterator[None]:
    """Let three readers work by turns in this process, each one or more steps ahead."""

    @contextmanager
    def steps_of(parts: Sequence[Part], workers: int) -> Iterator[Iterator[Step]]:
        readers = [reading.read_parts(parts, own) for own in reading._ranges(parts, 3)]

        def steps() -> Iterator[Step]:
            ready = {reader: deque(islice(reader, 2)) for reader in readers}
            while ready:
                reader = random.choice(list(ready))
                if ready[reader]:
                    yield ready[reader].popleft()
                    ready[reader].extend(islice(reader, 1))
                else:
                    del ready[reader]

        yield steps()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "steps_of", steps_of)
        patch.setattr(reading, "_PART", 3)
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 5, 57, 63, 98, 237])
def test_several_readers_find_the_same_as_one(seed: int) -> None:
    random = Random(seed)
    Library()
    add_articles(random, 40)
    with several_readers(random):
        find_stories()
    before = stored_stories()
    assert before == found_anew()
    assert before[1]
    change_articles(random, random.choice([5, 15, 30]))
    with several_readers(random):
        assert find_stories()
    after = stored_stories()
    assert after == found_anew()
    assert after != before


def test_worker_processes_find_the_same(
    empty_archive: SeparateArchive, tmp_path: Path, django_db_blocker: Any
) -> None:
    """Also if one of them is killed while it reads."""
    with django_db_blocker.unblock(), separate_archives(tmp_path, empty_archive) as make:
        process = make().start_call("tests.stories.random_articles.compare_workers()")
        out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    found = json.loads(out)
    assert found["one process"][1]
    assert found["two processes"] == found["one process"]
    assert found["one process was killed"] == found["one process"]
