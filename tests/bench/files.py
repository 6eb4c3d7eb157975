"""Makes saved files of generated articles, in every layout of `ingest/layouts/`.

The bytes of a file depend only on its number, so they are the same on every machine. Some articles
are in two files, and some files are not articles. `python -m tests.bench.files FOLDER COUNT` writes
files without importing them.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

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


def layout_of(number: int) -> str:
    """Return the layout of the files with the story `number`.

    If two files have the same story, both have the same layout.
    """
    source, _ = block_of(number // BLOCK)
    return weighted(chance(number, 4).random, _LAYOUTS.get(source, _OTHERS))


def _story_number(number: int) -> int:
    return number // SAVED_PER_BLOCK * BLOCK + number % SAVED_PER_BLOCK


def _saved(folder: str, number: int, of: int, draw: page_layouts.Draw) -> tuple[str, bytes]:
    one = story(of)
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


def write_files(folder: Path, count: int, processes: int = 2, first: int = 0) -> int:
    """Write `count` files below `folder`; return the number of bytes of all these files.

    `first` is the number of the first file, a multiple of FOLDER. Each subfolder has FOLDER files.
    """
    end = first + count
    ranges = [(folder, start, min(start + FOLDER, end)) for start in range(first, end, FOLDER)]
    if len(ranges) == 1 or processes == 1:
        return sum(map(_write_range, ranges))
    with ProcessPoolExecutor(processes) as pool:
        return sum(pool.map(_write_range, ranges))


def _write_range(range_of: tuple[Path, int, int]) -> int:
    folder, start, end = range_of
    (folder / f"{start // FOLDER:04}").mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(start, end):
        path, data = saved_file(number)
        (folder / path).write_bytes(data)
        size += len(data)
    return size


if __name__ == "__main__":
    print(f"{write_files(Path(sys.argv[1]), int(sys.argv[2])):,} bytes")
