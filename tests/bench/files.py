"""Makes saved files of generated articles, in every layout of `ingest/layouts/`.

The bytes of a file depend only on its number, so they are the same on every machine. Some articles
are in two files, and some files are not articles. `python -m tests.bench.files FOLDER COUNT` writes
files without importing them. On request, a tenth of the articles is saved twice more with other
words, so that they have three versions.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from tests.bench import page_layouts
from tests.bench.generator import BLOCK, SAVED_PER_BLOCK, Story, block_of, chance, story, weighted

FOLDER = 1_000
"""The number of files in one folder. It is a multiple of SAVED_PER_BLOCK, so that a folder contains
whole blocks of stories."""

# The layouts in which each source's articles are saved, with weights that add up to 100. For
# a source that is not in this dict, _OTHERS has the layouts.
_LAYOUTS: dict[str, tuple[tuple[str, int], ...]] = {
    "KCNA.kp (En)": (("kcnawatch", 78), ("kcna_kp", 12), ("plain", 10)),
    "Voice of Korea (EN)": (("kcnawatch", 80), ("voice_of_korea", 20)),
    "Rodong Sinmun (En)": (("kcnawatch", 65), ("rodong", 35)),
    "Rodong Sinmun (Kr)": (("kcnawatch", 50), ("rodong", 50)),
    "Pyongyang Times": (("kcnawatch", 70), ("pyongyang_times", 30)),
}
_OTHERS = (("kcnawatch", 95), ("plain", 5))
_WRITERS: dict[str, Callable[[Story, page_layouts.Draw], str]] = {
    "kcna_kp": page_layouts.kcna_kp,
    "plain": page_layouts.plain,
    "voice_of_korea": page_layouts.voice_of_korea,
    "rodong": page_layouts.rodong,
    "pyongyang_times": page_layouts.pyongyang_times,
}

WRITTEN_LAYOUTS = frozenset({"kcnawatch", *_WRITERS})
"""The layouts of the generated files: those of most saved pages.

Another layout is added only if its pages are common, because then the files are no longer the same,
and figures cannot be compared with earlier ones.
"""

# A random number from 0.0 to 1.0 decides what a file is. Only the first line that fits is used:
# - below _COPIES: a copy of the previous file
# - below _SAVED_TWICE: the article of the previous file, saved on another day
# - below _REJECTED: a file that is not an article
# - otherwise: a new article
# For the first file of a block, a number below _SAVED_TWICE also means a new article.
_COPIES, _SAVED_TWICE, _REJECTED = 0.010, 0.030, 0.036
_HTML = 0.02  # share of KCNA Watch pages that are saved as HTML
_WITH_VERSIONS = 0.1  # share of the new articles that have three versions, on request


def saved_file(number: int) -> tuple[str, bytes]:
    """Return a file's path relative to the folder of saved files, and its bytes."""
    folder = f"{number // FOLDER:04}"
    draw = chance(number, 3).random
    kind = draw()
    slot = number % SAVED_PER_BLOCK
    if kind < _SAVED_TWICE and slot > 0:
        if kind < _COPIES:
            name, data = saved_file(number - 1)
            return f"{folder}/{number:07}-copy{name[name.rindex('.') :]}", data
        return _saved(folder, number, _story_number(number - 1), draw)
    if _SAVED_TWICE <= kind < _REJECTED:
        return f"{folder}/{number:07}.txt", page_layouts.rejected(number, draw).encode()
    return _saved(folder, number, _story_number(number), draw)


def versions_of(number: int) -> list[tuple[str, bytes]]:
    """Return two more files with other versions of the article of a file, mostly none.

    Each of the two versions lacks one paragraph from the middle of the article. So they are joined
    with the article, and differ from it and from each other. Articles with fewer than four
    paragraphs have no other versions, and neither have files that are not a new article. The names
    of the files sort after that of the article, because it must be imported first.
    """
    random = chance(number, 9)
    is_new = number % SAVED_PER_BLOCK == 0 or chance(number, 3).random() >= _REJECTED
    one = story(_story_number(number))
    if not is_new or random.random() >= _WITH_VERSIONS or len(one.paragraphs) < 4:
        return []
    files = []
    for version in (1, 2):
        paragraphs = one.paragraphs[:version] + one.paragraphs[version + 1 :]
        path, data = _saved_story(
            f"{number // FOLDER:04}", number, replace(one, paragraphs=paragraphs), random.random
        )
        files.append((path.replace(".", f"_version-{version}."), data))
    return files


def layout_of(number: int) -> str:
    """Return the layout of the files with the story `number`.

    If two files have the same story, both have the same layout.
    """
    source, _ = block_of(number // BLOCK)
    return weighted(chance(number, 4).random, _LAYOUTS.get(source, _OTHERS))


def _story_number(number: int) -> int:
    return number // SAVED_PER_BLOCK * BLOCK + number % SAVED_PER_BLOCK


def _saved(folder: str, number: int, of: int, draw: page_layouts.Draw) -> tuple[str, bytes]:
    return _saved_story(folder, number, story(of), draw)


def _saved_story(
    folder: str, number: int, one: Story, draw: page_layouts.Draw
) -> tuple[str, bytes]:
    of = one.number
    layout = layout_of(of)
    path = f"{folder}/{number:07}.txt"
    if layout != "kcnawatch":
        return path, _encoded(_WRITERS[layout](one, draw), draw)
    first = of - of % BLOCK
    start = 1 + int(draw() * 3)
    listed = [story(first + (of + start + step * 3) % BLOCK) for step in range(8 + int(draw() * 4))]
    listed = [other for other in listed if other.number != of]
    saved = _day_of_saving(one, listed, draw)
    if draw() < _HTML:
        return f"{folder}/{number:07}.html", page_layouts.kcnawatch_html(
            one, listed, saved
        ).encode()
    return path, _encoded(page_layouts.kcnawatch(one, listed, saved, draw), draw)


def _day_of_saving(one: Story, listed: list[Story], draw: page_layouts.Draw) -> page_layouts.Day:
    """Return a random day on which a page can have been saved, from `FIRST_SAVED` on.

    `one` is the story of the page, and `listed` are the stories in its list "More From …". The day
    is less than 60 days after the newest of these stories; if all of them are older than
    `FIRST_SAVED`, it is less than 900 days after `FIRST_SAVED`. Early days are more likely than
    late days.
    """
    newest = max(other.day for other in (one, *listed))
    soonest = max(newest, page_layouts.FIRST_SAVED)
    late = draw()
    return soonest + timedelta(
        days=int(late * late * late * 900) if newest < soonest else int(late * late * late * 60)
    )


def _encoded(text: str, draw: page_layouts.Draw) -> bytes:
    """Return the bytes of a text, nearly always in UTF-8 without a BOM."""
    how = draw()
    if how < 0.985:
        return text.encode()
    if how < 0.990:
        return text.encode("utf-16")
    if how < 0.995:
        return text.encode("utf-8-sig")
    return text.replace("\n", "\r\n").encode()


class Written(NamedTuple):
    """How many files were written, and their bytes."""

    files: int
    size: int


def write_files(
    folder: Path, count: int, processes: int = 2, first: int = 0, *, with_versions: bool = False
) -> Written:
    """Write `count` files below `folder`, and those of further versions (`versions_of`) if wanted.

    `first` is the number of the first file, a multiple of FOLDER. Each subfolder has FOLDER files,
    and those of their versions.
    """
    end = first + count
    ranges = [
        (folder, start, min(start + FOLDER, end), with_versions)
        for start in range(first, end, FOLDER)
    ]
    if len(ranges) == 1 or processes == 1:
        written = [_write_range(part) for part in ranges]
    else:
        with ProcessPoolExecutor(processes) as pool:
            written = list(pool.map(_write_range, ranges))
    return Written(sum(part.files for part in written), sum(part.size for part in written))


def _write_range(range_of: tuple[Path, int, int, bool]) -> Written:
    folder, start, end, with_versions = range_of
    (folder / f"{start // FOLDER:04}").mkdir(parents=True, exist_ok=True)
    files = size = 0
    for number in range(start, end):
        for path, data in [saved_file(number), *(versions_of(number) if with_versions else ())]:
            (folder / path).write_bytes(data)
            files += 1
            size += len(data)
    return Written(files, size)


if __name__ == "__main__":
    print(f"{write_files(Path(sys.argv[1]), int(sys.argv[2])).size:,} bytes")
