"""Data sets: how they are recognised, and their rows as entries.

A data set is a table or JSON. It is recognised by its first letters, not by the ending of its name.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import IO

from ingest.encoding_of_bytes import guess_encoding
from ingest.formats import front_matter, json_rows, json_values, tables
from ingest.formats.continued_texts import continues_text
from ingest.formats.entry import (
    Entry,
    Found,
    Names,
    PassedOver,
    Source,
    entry_of_bytes,
    rejected_entry,
)
from ingest.formats.field_names import date_part_of, field_of, is_numbered_text, with_languages
from ingest.formats.json_objects import holds_rows
from ingest.formats.json_text import DECODER
from ingest.formats.markdown import is_markdown
from ingest.formats.serial_dates import SERIAL, has_serial_dates
from ingest.formats.table_head import DELIMITERS, column_names, find_head, widest_column
from ingest.text_lines import ends_sentence
from ingest.values import ONLY_ROW

ENDINGS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
"""The endings of the names of data sets."""

# Programs that answer questions write JSON below some words: "Here are the articles:", "```json".
_FENCE = re.compile(r"^```(?:json[lc5]?)?[ \t]*\r?\n\s*(?=[\[{])", re.IGNORECASE | re.MULTILINE)
_FENCE_END = re.compile(r"^[ \t]*```", re.MULTILINE)
_FENCE_WITHIN = 2_000  # letters
_SHORTEST_AROUND = 40  # letters; less text around JSON speaks only of the JSON
_MARKS = [mark.encode() for mark in DELIMITERS.values() if mark != " "]
_JSON = (".json", ".jsonl", ".ndjson")
_COMMENTS = re.compile(r"\A(?:(?://|#)[^\n]*(?:\n|\Z)\s*|/\*.*?\*/\s*)+", re.DOTALL)
# Words in the name of a column with the day of something else than the publication.
_OTHER_DAY = re.compile(
    r"(?i)updat|modif|chang|crawl|scrap|access|sav|creat|add|download|retriev|archiv|fetch|captur"
)
_JSON_LINES_LOOKED_AT = 5
# A list with a text before its objects, or with objects that are written as texts.
_MIXED_LIST = re.compile(r'\[\s*"(?:\{\\"|(?:[^"\\]|\\.)*"\s*,\s*[\[{])')
_NULL_FIRST = re.compile(r"\[\s*null\s*,")  # "[new] Mill …" begins a text
_ROWS_LOOKED_AT = 20  # rows of JSON whose names are looked at


def can_be_data_set(start: bytes, name: str) -> bool:
    """Return False for most pages and texts, by a test that is much quicker than `text_form`."""
    if b"\0" in start[:4] or b"```" in start or name.casefold().endswith(ENDINGS):
        return True
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    line = text[: text.find(b"\n") if b"\n" in text else len(text)]
    return line[:1] in b'{["' or any(mark in line for mark in _MARKS)


def text_form(start: bytes, name: str, said: Names = None) -> str:
    """Return the form of a data set that begins with these bytes; "" for any other file.

    The forms are the keys of `tables.DELIMITERS`, "json", "json-lines", "json-fenced" for JSON that
    is quoted in a text, and "unknown-columns" for a table (by the ending of its name) in which no
    column is known to mean the text.
    """
    encoding = guess_encoding(start)
    if encoding is None:
        return ""
    text = _start_text(start, encoding)
    inner = _below_comments(text.lstrip(), name)
    if is_markdown(name) and front_matter.divide(text):
        return ""
    if inner.startswith(("{", "[")):
        return _json_form(inner, name)
    fence = _FENCE.search(inner[:_FENCE_WITHIN])
    if fence and _has_rows(inner[fence.end() :], said):
        return "json-fenced"
    is_named_table = _is_named_table(name)
    head = find_head(text, said, is_named_table=is_named_table)
    if head:
        return head.form
    return "unknown-columns" if is_named_table and text.strip() else ""


def _is_named_table(name: str) -> bool:
    return name.casefold().removesuffix(".gz").endswith((".csv", ".tsv"))


def _start_text(start: bytes, encoding: str) -> str:
    """Return the first letters of a file, with LF as line end."""
    text = start.decode(encoding, "ignore").lstrip("\ufeff")
    if _has_returns(text):
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _below_comments(text: str, name: str) -> str:
    """Return a text without comments at its beginning, if the name says that it is JSON."""
    if text[:1] not in ("/", "#") or not name.casefold().removesuffix(".gz").endswith(_JSON):
        return text
    return _COMMENTS.sub("", text, count=1)


def _has_returns(text: str) -> bool:
    """Return True if lines end with CR only, as old Macintosh programs write.

    A value with several lines can still have LF.
    """
    return "\r" in text.partition("\n")[0].rstrip("\r")


def _json_form(text: str, name: str) -> str:
    """Return "json-lines" if several of the first lines begin an object, and one of them ends one.

    A text such as "[Korea] A mill …" begins with a bracket and is not JSON: the bracket must be
    followed by what can follow in JSON.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()][:_JSON_LINES_LOOKED_AT]
    if text.startswith("{") and len(lines) > 1 and lines[1][0] in '"}':
        return "json"  # an object in several lines
    if text.startswith("{") and len(lines) > 1:
        begun = [line for line in lines if line.startswith("{")]
        is_inside = lines[0][-1] in ",[{" and not _is_value(lines[0].rstrip(","))
        if len(begun) > 1 and any(line.endswith("}") for line in begun) and not is_inside:
            return "json-lines"
    second = _below_comments(text[1:].lstrip(), name)[:1]
    if _MIXED_LIST.match(text):
        return "json"
    if text.startswith("[") and _NULL_FIRST.match(text):
        return "json"
    is_json = second in (('"', "}") if text.startswith("{") else ("{", "[", "]"))
    if text.startswith("{") and name.casefold().endswith((".jsonl", ".ndjson")):
        return "json-lines"
    return "json" if is_json else ""


def _has_rows(text: str, said: Names) -> bool:
    """Return True if a text begins with JSON with articles; its end can be cut off."""
    try:
        value, _ = DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return not _FENCE_END.search(text) and text.startswith("[")
    return holds_rows(value, said)


def _is_value(line: str) -> bool:
    try:
        DECODER.decode(line)
    except (ValueError, RecursionError):
        return False
    return True


def in_data_set(source: Source, start: bytes, said: Names) -> Iterator[Found]:
    """Yield the rows of a table or of JSON."""
    form = text_form(start, source.name, said)
    encoding = first_encoding = guess_encoding(start) or "utf-8"
    has_only_returns = _has_returns(start.decode(encoding, "ignore"))
    if encoding.startswith("utf-16") or has_only_returns:
        own, newline = encoding, None if has_only_returns else ""
        source = replace(source, open=lambda inner=source.open: _recoded(inner(), own, newline))  # type: ignore[misc]
        encoding = "utf-8"
    encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    # The encoding of a row in UTF-8 is not fixed, because a row can be in another encoding.
    known = "" if encoding == "utf-8" else encoding
    if form == "unknown-columns":
        yield _unknown_columns(source, _start_text(start, encoding))
    elif form in DELIMITERS:
        text = _start_text(start, first_encoding)
        head = find_head(text, said, is_named_table=_is_named_table(source.name))
        is_serial = head is not None and has_serial_dates(text, head, said)
        names = head.names if head else ()
        yield from _unused(source, names, with_languages(names, said), is_table=True)
        with source.open() as stream:
            rows = tables.table_rows(stream, encoding, form, head.lines_above if head else 0)
            for row in tables.without_pieces(rows):
                place = f"row {row.number}"
                if row.error:
                    message = f"Row {row.number} (line {row.line}) cannot be read. {row.error}"
                    yield rejected_entry(source, "row-unreadable", message, place)
                else:
                    row_form = form + SERIAL * is_serial
                    yield entry_of_bytes(source, row.data, place, row_form, known)
    else:
        if form == "json-fenced":
            with source.open() as stream:
                quoted, around = _fenced(stream, encoding)
            if any(len(line) >= _SHORTEST_AROUND and ends_sentence(line) for line in around):
                yield PassedOver(source.path, source.place, "text around JSON")
            source = replace(source, open=lambda: io.BytesIO(quoted))
        yield from _json_entries(source, encoding, form, said)


def _fenced(stream: IO[bytes], encoding: str) -> tuple[bytes, list[str]]:
    """Return the JSON between lines "```json" and "```" of a text, and the lines around it."""
    text = stream.read(tables.LONGEST_ROW).decode(encoding, "surrogateescape")
    first, *parts = _FENCE.split(text)
    blocks, around = [], [first]
    for part in parts:
        block, *rest = _FENCE_END.split(part, maxsplit=1)
        blocks.append(block)
        around += rest
    lines = [line.strip() for line in "\n".join(around).split("\n")]
    return "\n".join(blocks).encode(encoding, "surrogateescape"), lines


def _json_entries(source: Source, encoding: str, form: str, said: Names) -> Iterator[Found]:
    if form == "json-lines":
        with source.open() as stream:
            yield from _json_found(source, json_rows.json_lines(stream, encoding, said), said)
    else:
        rows = json_rows.json_rows(source.open, encoding, said)
        yield from _json_found(source, rows, said)


def _json_found(source: Source, rows: Iterator[json_rows.JsonRow], said: Names) -> Iterator[Found]:
    names: dict[str, None] = {}  # of the first rows, in their order
    looked_at = 0
    for row in rows:
        place = f"row {row.number}" + (f" ({row.key[:80]})" if row.key else "")
        place = ONLY_ROW if row.is_alone else place
        if row.passed_over:
            where = ", ".join(filter(None, (source.place, row.key)))
            yield PassedOver(source.path, where, row.passed_over)
            continue
        if row.error:
            yield rejected_entry(
                source, "row-unreadable", f"Row {row.number} cannot be read. {row.error}", place
            )
            continue
        if looked_at < _ROWS_LOOKED_AT:
            looked_at += 1
            own, _ = json_values.row_pairs(row.data.decode("utf-8", "replace"), said)
            names |= dict.fromkeys(name for name, value in own if value.strip())
        yield entry_of_bytes(source, row.data, place, "json", "")
    yield from _unused(source, names, said)


def _unused(
    source: Source, names: Iterable[str], said: Names, *, is_table: bool = False
) -> Iterator[PassedOver]:
    """Yield the columns of a data set whose names mean no field, if there are any."""
    listed = list(dict.fromkeys(" ".join(name.split()) for name in names))
    unused = tuple(name for name in listed if not _is_used(name, said, is_table))
    if unused:
        known = {field_of(name, said, is_in_table=is_table) for name in listed}
        known |= {"date"} if any(date_part_of(name) == "year" for name in listed) else set()
        advice = _advice([field for field in ("title", "date") if field not in known], unused)
        yield PassedOver(source.path, source.place, columns=unused, advice=advice)


def _advice(missing: list[str], unused: Sequence[str]) -> str:
    """Return a sentence with the option --map for the fields that no column means."""
    if not missing:
        return ""
    pairs = []
    for field in missing:
        likely = (
            name for name in unused if _has_word_of(name, field) and not _OTHER_DAY.search(name)
        )
        pairs.append(f"{field}={next(likely, 'COLUMN')}")
    return f"No column is known to mean the {' or the '.join(missing)}: --map {','.join(pairs)}"


def _is_used(name: str, said: Names, is_table: bool) -> bool:
    return not name.strip() or bool(
        field_of(name, said, is_in_table=is_table)
        or date_part_of(name)
        or is_numbered_text(name)
        or continues_text(name, said)
    )


def _unknown_columns(source: Source, text: str) -> Entry:
    names = [name.strip() for name in column_names(text)]
    if not any(names):
        line = next(filter(None, (line.strip(' \t\r"') for line in text.split("\n"))), "")
        if field_of(line) == "text":
            why = f"The only column is {line}. Add a second column to the file, such as a date or"
            why += " a title; its values can be empty."
        else:
            why = "The first line does not name the columns of a table. Write a line such as"
            why += " date,title,text above the rows."
        return rejected_entry(source, "columns-unknown", why)
    listed = ", ".join(names)[:300]
    return rejected_entry(
        source,
        "columns-unknown",
        f"The columns are {listed}. None of them is known to mean the text of an article. Name it"
        f" with --map, for example --map {_likely_map(text, names)}",
    )


def _likely_map(text: str, names: list[str]) -> str:
    """Return the option --map with the columns that most probably are text and title.

    A column can have a word of its name in common with a field: "text_ko". Otherwise the column
    with the longest value is taken.
    """
    texts = [name for name in names if _has_word_of(name, "text")]
    if not texts:
        texts = [widest_column(text) or names[-1]]
    said = f"text={texts[0]}"
    titles = [name for name in names if _has_word_of(name, "title") and name not in texts]
    if titles and not any(field_of(name) == "title" for name in names):
        ending = re.split(r"[\s_.\-]+", texts[0])[-1]
        said += f",title={next((name for name in titles if name.endswith(ending)), titles[0])}"
    if len(texts) > 1:
        said += f" (or text={', text='.join(texts[1:4])})"
    return said


def _has_word_of(name: str, field: str) -> bool:
    return any(field_of(word) == field for word in re.split(r"[\s_.\-]+", name) if word)


class _Recoder(io.RawIOBase):
    """A stream in UTF-8, made from a stream in another encoding."""

    def __init__(self, stream: IO[bytes], encoding: str, newline: str | None) -> None:
        self._text = io.TextIOWrapper(stream, encoding, "replace", newline=newline)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with the next bytes; return how many there were."""
        if not self._rest:
            self._rest = self._text.read(len(buffer) // 4 or 1).encode("utf-8", "replace")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _recoded(stream: IO[bytes], encoding: str, newline: str | None = "") -> IO[bytes]:
    return io.BufferedReader(_Recoder(stream, encoding, newline))
