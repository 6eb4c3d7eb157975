"""Tests of web archives: which records are pages, damaged records, and the encodings of HTTP."""

import gzip
import io
import time
import zlib
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Rejection
from ingest.formats.containers import entries
from ingest.formats.entry import Entry, PassedOver
from ingest.formats.warc_records import WarcRecord, warc_records
from ingest.parse import parse
from ingest.read import MAX_SIZE, FileBytes, decode
from ingest.values import ParsedFile, SavedFile
from tests.web_archives import HTML, Archive, chunked, page, wacz

PAGE = page("Mill Wheel Oiled", "Its wheel turns quietly.")


def records(data: bytes) -> list[WarcRecord]:
    return list(warc_records(io.BytesIO(data)))


def read(record: WarcRecord) -> tuple[SavedFile, ParsedFile]:
    saved = decode(FileBytes.of(record.data), Path("a.warc"))
    return saved, parse(saved)


def only_page(archive: Archive) -> tuple[SavedFile, ParsedFile]:
    (record,) = records(archive.data)
    return read(record)


@pytest.mark.parametrize("is_zipped", [False, True])
def test_each_html_answer_is_a_page_and_other_records_have_a_kind(is_zipped: bool) -> None:
    archive = Archive(is_zipped=is_zipped)
    archive.other("warcinfo", "", b"", "")
    archive.other("request", "http://a.example/1", b"", "application/http; msgtype=request")
    archive.response("http://a.example/1", PAGE)
    archive.other("metadata", "http://a.example/1", b"x: y", "application/warc-fields")
    archive.other("resource", "urn:text:http://a.example/1", b"text", "text/plain")
    archive.response("http://a.example/a.png", b"\x89PNG", headers=[("Content-Type", "image/png")])
    archive.response("http://a.example/gone", "<html>Gone", status="404 Not Found")
    archive.response("http://a.example/moved", "<html>Moved", status="301 Moved Permanently")
    archive.revisit("http://a.example/1")
    found = records(archive.data)
    assert [record.kind for record in found] == [
        *("warcinfo", "request", "", "metadata", "resource"),
        *("image/png", "status 404", "status 301", "revisit"),
    ]
    assert [record.error for record in found] == [""] * 9
    assert found[2].address == "http://a.example/1"


def test_the_bytes_of_a_page_are_a_web_archive_of_one_record() -> None:
    """So a reparse can read the stored bytes again, and compression does not matter."""
    made = []
    for is_zipped in (False, True):
        archive = Archive(is_zipped=is_zipped)
        archive.response(
            "http://a.example/1", PAGE, more={"WARC-Record-ID": "<urn:uuid:1>", "X-Odd": "a:  b"}
        )
        archive.response("http://a.example/2", PAGE)
        first, _ = records(archive.data)
        (again,) = records(first.data)
        assert again.data == first.data
        assert first.data in archive.data or is_zipped
        made.append(first.data)
    assert made[0] == made[1]


def test_address_and_moment_of_a_record_are_facts_of_its_page() -> None:
    archive = Archive()
    archive.response("http://a.example/1", PAGE, date="2024-05-07T23:30:00.123456Z")
    saved, parsed = only_page(archive)
    assert saved.text.startswith("saved_from: http://a.example/1\nsaved: 2024-05-07T23:30")
    assert parsed.saved_not_before == parsed.saved_not_after
    assert parsed.saved_not_after and parsed.saved_not_after.value == "2024-05-07"
    (article,) = parsed.articles
    assert article.fields["original_url"].value == "http://a.example/1"
    assert article.fields["title"].value == "Mill Wheel Oiled"
    assert article.fields["published"].value == "2024-05-06"


def test_the_address_of_the_record_comes_before_the_one_that_the_head_claims() -> None:
    archive = Archive()
    head = '<link rel="canonical" href="http://b.example/other">'
    archive.response("http://a.example/1", page("Mill", "It turns.", head=head))
    _, parsed = only_page(archive)
    assert parsed.articles[0].fields["original_url"].value == "http://a.example/1"


@pytest.mark.parametrize(
    ("headers", "encode"),
    [
        ([("Transfer-Encoding", "chunked")], chunked),
        ([("Transfer-Encoding", "Chunked")], partial(chunked, size=7)),
        ([("Content-Encoding", "gzip")], gzip.compress),
        ([("Content-Encoding", "x-gzip")], gzip.compress),
        ([("Content-Encoding", "GZIP")], gzip.compress),
        ([("Content-Encoding", "deflate")], zlib.compress),
        ([("Content-Encoding", "identity")], bytes),
        (
            [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
            lambda body: chunked(gzip.compress(body)),
        ),
        # The header stayed, but the crawler stored the decoded body.
        ([("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], bytes),
    ],
)
def test_bodies_are_decoded(headers: list[tuple[str, str]], encode: partial[bytes]) -> None:
    archive = Archive()
    archive.response("http://a.example/1", encode(PAGE.encode()), headers=[*HTML, *headers])
    saved, _ = only_page(archive)
    assert "Its wheel turns quietly." in saved.text


def test_an_encoding_that_cannot_be_read_is_named() -> None:
    archive = Archive()
    archive.response(
        "http://a.example/1", b"\x28\xb5", headers=[*HTML, ("Content-Encoding", "zstd")]
    )
    (record,) = records(archive.data)
    with pytest.raises(Rejection, match="zstd"):
        read(record)


@pytest.mark.parametrize(
    ("headers", "more", "words"),
    [
        ([], {"WARC-Truncated": "length"}, "length"),
        ([("Content-Length", "100000")], {}, f"{len(PAGE.encode()):,} of 100,000 bytes"),
        ([("Content-Length", str(len(PAGE.encode())))], {}, ""),
        ([("Content-Length", "5")], {}, ""),  # the length before the body was decoded
        ([("Content-Length", "x")], {}, ""),
    ],
)
def test_a_page_of_which_a_part_is_missing_has_a_problem(
    headers: list[tuple[str, str]], more: dict[str, str], words: str
) -> None:
    archive = Archive()
    archive.response("http://a.example/1", PAGE, headers=[*HTML, *headers], more=more)
    _, parsed = only_page(archive)
    found = [problem for problem in parsed.articles[0].problems if problem.code == "damaged"]
    assert [problem.words for problem in found] == [words] * bool(words)


@pytest.mark.parametrize("cut", [20, 60, 200])
def test_a_compressed_body_that_is_cut_off_is_rejected(cut: int) -> None:
    archive = Archive()
    body = gzip.compress(PAGE.encode())[:-cut]
    archive.response("http://a.example/1", body, headers=[*HTML, ("Content-Encoding", "gzip")])
    (record,) = records(archive.data)
    with pytest.raises(Rejection, match="cut off") as caught:
        read(record)
    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("media", "codec"),
    [
        ("text/html; charset=EUC-KR", "cp949"),
        ('text/html;charset="ks_c_5601-1987"', "cp949"),
        ("text/html; charset=Shift_JIS", "cp932"),
        ("text/html; charset=ISO-8859-1", "cp949"),  # what many servers say of every page
        ("text/html", "cp949"),
        ("text/html; charset=unknown", "cp949"),
    ],
)
def test_the_encoding_is_the_one_that_the_server_declares(media: str, codec: str) -> None:
    text = "水車に油をさした。" if codec == "cp932" else "물레방아에 기름을 쳤다. 도공들이 보았다."
    archive = Archive()
    body = f"<html><body><h1>{text}</h1><p>{text * 3}</p></body></html>".encode(codec)
    archive.response("http://a.example/1", body, headers=[("Content-Type", media)])
    (record,) = records(archive.data)
    saved = decode(FileBytes.of(record.data), Path("a.warc"))
    assert (saved.encoding, text in saved.text) == (codec, True)


@pytest.mark.parametrize("media", ["", "text/plain", "application/octet-stream"])
def test_a_page_with_another_media_type_is_known_by_its_content(media: str) -> None:
    archive = Archive()
    headers = [("Content-Type", media)] if media else []
    archive.response("http://a.example/1", PAGE, headers=headers)
    archive.response("http://a.example/robots.txt", "User-agent: *", headers=headers)
    first, second = records(archive.data)
    assert not first.kind
    assert second.kind == (media or "response without a type")


@pytest.mark.parametrize("is_zipped", [False, True])
@pytest.mark.parametrize("broken", [0, 1, 2, 3])
def test_a_broken_record_is_told_and_the_others_are_read(is_zipped: bool, broken: int) -> None:
    archive = Archive(is_zipped=is_zipped)
    for number in range(4):
        archive.response(f"http://a.example/{number}", PAGE)
    data = bytearray(archive.data)
    start = archive.offsets[broken]
    if is_zipped:
        data[start + 40 : start + 60] = bytes(20)
    else:
        length = data.index(b"Content-Length: ", start) + len(b"Content-Length: ")
        data[length] = ord("9")
    found = records(bytes(data))
    assert [record.address for record in found if record.data] == [
        f"http://a.example/{number}" for number in range(4) if number != broken
    ]
    (bad,) = [record for record in found if record.error]
    assert bad.number == broken + 1


@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_cut_archive_has_the_pages_before_the_cut(is_zipped: bool) -> None:
    archive = Archive(is_zipped=is_zipped)
    for number in range(3):
        archive.response(f"http://a.example/{number}", PAGE)
    found = records(archive.data[: archive.offsets[2] + 150])
    assert [bool(record.data) for record in found] == [True, True, False]
    assert found[-1].error


def test_an_archive_that_was_compressed_as_a_whole_is_read() -> None:
    archive = Archive(is_zipped=False)
    for number in range(3):
        archive.response(f"http://a.example/{number}", PAGE)
    assert [record.kind for record in records(gzip.compress(archive.data))] == ["", "", ""]


def test_a_length_that_is_too_small_or_missing_is_told() -> None:
    archive = Archive(is_zipped=False)
    for number in range(3):
        archive.response(f"http://a.example/{number}", PAGE)
    start = archive.data.index(b"Content-Length: ", archive.offsets[1])
    end = archive.data.index(b"\r\n", start)
    for line in (
        b"Content-Length: 20",
        b"Content-Length: -1",
        b"Content-Length: x",
        b"X-Length: 1",
    ):
        found = records(archive.data[:start] + line + archive.data[end:])
        assert [bool(record.data) for record in found] == [True, False, True], line


def test_a_page_above_the_limit_is_too_large_and_the_next_one_is_read() -> None:
    archive = Archive()
    archive.response("http://a.example/1", b"<html>" + b"a" * MAX_SIZE)
    archive.response("http://a.example/2", PAGE)
    first, second = records(archive.data)
    assert (first.is_large, bool(first.error), bool(second.data)) == (True, True, True)
    bomb = Archive()
    body = gzip.compress(b"<html>" + b"a" * (MAX_SIZE + 1))
    bomb.response("http://a.example/1", body, headers=[*HTML, ("Content-Encoding", "gzip")])
    (record,) = records(bomb.data)
    with pytest.raises(Rejection) as caught:
        read(record)
    assert caught.value.reason == "too-large"


@given(
    st.booleans(),
    st.lists(st.integers(0, 3_000), min_size=1, max_size=6),
    # The first bytes stay, because they show that the file is a web archive.
    st.lists(st.tuples(st.floats(0.01, 0.999), st.binary(min_size=1, max_size=30)), max_size=3),
    st.none() | st.floats(0, 1),
)
def test_damage_never_stops_the_reader(
    is_zipped: bool,
    lengths: list[int],
    damage: list[tuple[float, bytes]],
    cut: float | None,
) -> None:
    archive = Archive(is_zipped=is_zipped)
    for number, length in enumerate(lengths):
        archive.response(f"http://a.example/{number}", b"<html>" + bytes([97 + number]) * length)
    data = bytearray(archive.data)
    touched = set()
    ends = [*archive.offsets[1:], len(data)]
    for place, other in damage:
        start = int(place * len(data))
        data[start : start + len(other)] = other[: len(data) - start]
        for number, (begin, end) in enumerate(zip(archive.offsets, ends, strict=True)):
            if begin < start + len(other) + 3 and start < end + 3:
                touched.add(number)
    stop = len(data) if cut is None else int(cut * len(data))
    whole = {
        f"http://a.example/{number}"
        for number, end in enumerate(ends)
        if end <= stop and number not in touched
    }
    found = {record.address for record in records(bytes(data[:stop])) if record.data}
    assert whole <= found


_LIAR = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90000\r\n\r\n"


# mtime=0: the names of the tests must not depend on the time.
@pytest.mark.parametrize(
    "piece",
    [
        b"WARC/1.0\r\n\r\n",
        _LIAR,
        b"WARC/",
        b"\r\n",
        b"\nWARC/1.0 ",
        b"WARC/1.0\r\nContent-Length: 0\r\n\r\n",
        b"\x1f\x8b\x08\x00",
        gzip.compress(b"WARC/1.0\r\n\r\n", mtime=0),
        gzip.compress(_LIAR, mtime=0),
        gzip.compress(_LIAR, mtime=0)[:-9],
        gzip.compress(bytes(100_000), mtime=0),
        bytes(10),
    ],
)
@pytest.mark.parametrize("start", [b"", b"WARC/1.0\r\n", gzip.compress(b"WARC/1.0\r\n", mtime=0)])
def test_the_time_is_proportional_to_the_length(start: bytes, piece: bytes) -> None:
    def seconds(size: int) -> float:
        data = start + piece * (size // len(piece))
        started = time.process_time()
        records(data)
        return time.process_time() - started

    assert min(seconds(400_000) for _ in range(2)) < 16 * max(0.01, seconds(100_000))


def test_after_many_damaged_records_the_rest_is_not_read() -> None:
    """Each search for the next record costs time, and may read the same bytes again."""
    found = records(_LIAR * 10_000)
    assert len(found) == 200
    assert found[-1].error.endswith("the rest was not read.")


def test_the_entries_of_an_archive_have_places_and_kinds(tmp_path: Path) -> None:
    archive = Archive()
    archive.other("warcinfo", "", b"", "")
    archive.response("http://a.example/1", PAGE)
    inner = Archive()
    inner.response("http://a.example/2", PAGE)
    (tmp_path / "a.warc.gz").write_bytes(archive.data)
    (tmp_path / "a.wacz").write_bytes(wacz(first=archive.data, second=inner.data))
    (tmp_path / "damaged.warc.gz").write_bytes(archive.data[:-9])
    found = {path.name: list(entries(str(path))) for path in sorted(tmp_path.glob("*.wa*"))}
    pages = {
        name: [item.place for item in items if isinstance(item, Entry)]
        for name, items in found.items()
    }
    assert pages == {
        "a.wacz": [
            "archive/first.warc.gz, record 2, http://a.example/1",
            "archive/second.warc.gz, record 1, http://a.example/2",
        ],
        "a.warc.gz": ["record 2, http://a.example/1"],
        "damaged.warc.gz": ["record 2"],
    }
    (bad,) = [item for item in found["damaged.warc.gz"] if isinstance(item, Entry)]
    assert isinstance(bad.content, Rejection)
    assert bad.content.reason == "unreadable"
    kinds = {
        item.reason for items in found.values() for item in items if isinstance(item, PassedOver)
    }
    assert kinds == {"record: warcinfo", "index of a web archive"}
