"""The figures of one run as text."""

from collections.abc import Iterator
from typing import Any

_FOUND = {
    "own": "texts that are an article of their own",
    "other_day": "of them have another date than the file says",
    "other_title": "of them have another title than the file says",
    "other_headline": "of them begin with a headline that is not the title of their article",
    "split": "texts that are several articles together",
    "inside": "texts that are a part of another text, and in its article",
    "revised": "texts of which an article with the same link is another version",
    "cut": "texts of which an article has only a part",
    "rejected": "texts that were rejected by name",
    "swallowed": "SWALLOWED: texts that no article has",
    "merged": "MERGED: articles with two different texts",
    "unexplained": "articles in which none of the texts is found",
}


def lines_of(figures: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of text that show the figures of `run.run`."""
    if "import" in figures:
        yield from _import_lines(figures)
    kept, counts, search = figures["kept"], figures["counts"], figures["search"]
    yield (
        f"Kept: {kept['files']:,} files, {kept['rows']:,} rows, {kept['without_letters']:,} of them"
        f" without any text, {kept['links']:,} with only the words of a link"
        f" ({kept['links_not_rejected']:,} of these not rejected)"
    )
    yield (
        f"      {kept['distinct']:,} distinct texts of a day and link, and {kept['copies']:,}"
        f" copies of them; {kept['distinct_anywhere']:,} distinct texts of any day and link"
    )
    if kept["unread"]:
        yield f"      not counted, by ending: {_list(kept['unread'])}"
    yield f"Archive: {counts['articles']:,} articles; outcomes: {_list(counts['outcomes'])}"
    yield f"  rejected, by reason: {_list(figures['rejections'])}"
    yield f"  undated: {counts['undated']:,}; doubtful dates: {counts['doubtful_dates']:,}"
    yield from (f"    {example}" for example in counts["undated_examples"])
    yield f"  unknown source: {counts['unknown_source']:,}"
    for name in ("sources", "languages", "layouts", "problems"):
        yield f"  {name}: {_list(counts[name])}"
    yield "Each distinct text, searched in the articles:"
    for name, meaning in _FOUND.items():
        yield f"  {search[name]:>9,}  {meaning}"
        yield from (f"             {one}" for one in search["examples"].get(name, ()))
    yield f"Joined by the import ({len(figures['joined']):,}):"
    yield from (f"  {line}" for line in figures["joined"])


def _import_lines(figures: dict[str, Any]) -> Iterator[str]:
    done, machine = figures["import"], figures["machine"]
    yield f"Dateline {figures['commit']}, {figures['at']}"
    yield (
        f"{machine['processors']} processors ({machine['processor']}), {machine['memory_gb']} GB,"
        f" load {machine['load_before']} before and {done['load_after']} after"
    )
    yield (
        f"Import: {done['seconds']:,} s, {done['rows_a_second']:,} rows a second,"
        f" {done['processor_seconds']:,} s of processor time, {done['peak_mb']:,} MB at most"
        f" ({done['own_peak_mb']:,} MB without the memory of mapped files)"
    )


def _list(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "none"
