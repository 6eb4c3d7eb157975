"""Runs the stages of reading one file, and measures the time and memory that they take."""

import gc
import pickle
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from ingest.errors import Rejection
from ingest.file_columns import field_value, file_columns
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import parse
from ingest.pipeline import storable
from ingest.read import FileBytes, decode
from ingest.values import ParsedFile, SavedFile
from tests.hostile.recipes import Recipe

_LAYOUT, _SOURCE = "voice_of_korea", "Voice of Korea (EN)"  # for a text without a known layout

Times = dict[str, float]
"""The seconds of processor time of each stage, by the name of the stage."""

gazetteer = cache(Gazetteer.from_files)


@contextmanager
def timed(times: Times, stage: str) -> Iterator[None]:
    """Add the processor time of the `with` block to a stage.

    Processor time is measured, because other programs that run at the same time hardly change it.
    Python's garbage collector is off during the block, because it runs at irregular times.
    """
    gc.disable()
    started = time.process_time()
    try:
        yield
    finally:
        times[stage] = times.get(stage, 0.0) + time.process_time() - started
        gc.enable()


def file_times(recipe: Recipe, size: int) -> Times:
    """Return the time of the stages "read", "parse", "names" and "columns" of one file.

    "columns" makes the values for the database. The stages after a rejection are missing.
    """
    times: Times = {}
    file_bytes = FileBytes.of(recipe.data(size))
    with suppress(Rejection):
        with timed(times, "read"):
            file = _decoded(file_bytes, recipe)
        with timed(times, "parse"):
            parsed = _parsed(file)
        with timed(times, "names"):
            mentions = tuple(
                find_mentions(field_value(article.fields, "title"), article.body, gazetteer())
                for article in parsed.articles
            )
        with timed(times, "columns"):
            pickle.dumps(file_columns(parsed, mentions))
    return times


def peak_memory(recipe: Recipe, size: int) -> float:
    """Return the most memory that reading a file needs, in bytes for each byte of the file."""
    file_bytes = FileBytes.of(recipe.data(size))
    gazetteer()
    gc.collect()
    tracemalloc.start()
    try:
        with suppress(Rejection):
            parsed = _parsed(_decoded(file_bytes, recipe))
            mentions = tuple(
                find_mentions(field_value(article.fields, "title"), article.body, gazetteer())
                for article in parsed.articles
            )
            pickle.dumps(file_columns(parsed, mentions))
        return tracemalloc.get_traced_memory()[1] / file_bytes.size
    finally:
        tracemalloc.stop()


def _decoded(file_bytes: FileBytes, recipe: Recipe) -> SavedFile:
    file = decode(file_bytes, Path(f"hostile{recipe.suffix}"))
    return replace(file, text=storable(file.text))


def _parsed(file: SavedFile) -> ParsedFile:
    """Return the articles of a file; if no layout recognises it, use _LAYOUT and _SOURCE."""
    try:
        return parse(file)
    except Rejection as rejection:
        if rejection.reason != "layout-none":
            raise
        return parse(file, layout=_LAYOUT, source=_SOURCE)
