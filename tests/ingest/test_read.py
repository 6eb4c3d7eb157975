"""Tests of reading files and of choosing encodings; tests/cases/encodings has more cases."""

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Rejection
from ingest.read import (
    MAX_SIZE,
    FileBytes,
    damaged_bytes,
    decode,
    guess_encoding,
    read_bytes,
    read_file,
)
from tests.conftest import ROOT

KOREAN = "평양 7월 2일 농장원들은 모내기를 하였다.\n"
NAMES = "".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "ingest" / "data").glob("*.csv"))
)
HANGUL = ["노광철", "철산군", "청산리", *sorted(set(re.findall("[가-힣]+", NAMES)))]


def reason(path: Path) -> str:
    with pytest.raises(Rejection) as caught:
        read_file(path)
    return caught.value.reason


def test_a_file_has_the_hash_and_size_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"An owl.\r\n\r\nIt sleeps.\r")
    file = read_file(path)
    assert (file.sha256, file.size) == (hashlib.sha256(path.read_bytes()).hexdigest(), 22)
    assert file.data == path.read_bytes()
    assert file.text == "An owl.\n\nIt sleeps.\n"
    assert (file.path, file.encoding, file.extractor) == (str(path), "utf-8", "")


def test_a_name_that_is_not_utf_8_is_shown_with_backslashes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\xff.txt"))
    path.write_text("An owl.")
    assert read_file(path).path == f"{tmp_path}/caf\\xe9\\xff.txt"


def test_pipes_sockets_devices_and_folders_are_rejected_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    server = socket.socket(socket.AF_UNIX)
    with server:
        server.bind(str(tmp_path / "socket.txt"))
        results = {}
        for path in (tmp_path / "pipe.txt", tmp_path / "socket.txt", Path("/dev/zero"), tmp_path):
            with pytest.raises(Rejection) as caught:
                read_bytes(path)
            results[path.name] = (caught.value.reason, caught.value.message.split(";")[0])
    assert results == {
        "pipe.txt": ("not-a-file", "This is a pipe"),
        "socket.txt": ("not-a-file", "This is a socket"),
        "zero": ("not-a-file", "This is a device"),
        tmp_path.name: ("not-a-file", "This is a folder"),
    }


def test_a_missing_file_and_a_link_to_itself_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert reason(tmp_path / "loop.txt") == "unreadable"
    with pytest.raises(Rejection, match="No such file") as caught:
        read_file(tmp_path / "missing.txt")
    assert caught.value.reason == "unreadable"


@contextmanager
def without_the_rights_of_root() -> Iterator[None]:
    """Run the `with` block without the rights of root, because root may read every file."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(own)


def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("An owl.")
    (tmp_path / "page.txt").chmod(0)
    with without_the_rights_of_root():
        assert reason(tmp_path / "page.txt") == "unreadable"


def test_of_a_file_above_the_limit_only_hash_and_size_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"x" * (MAX_SIZE + 1))
    assert read_bytes(path) == FileBytes(
        hashlib.sha256(path.read_bytes()).hexdigest(), MAX_SIZE + 1, None
    )
    assert reason(path) == "too-large"
    path.write_bytes(b"x" * MAX_SIZE)
    assert len(read_file(path).text) == MAX_SIZE


def test_50_megabytes_are_hashed_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    program = (
        "import resource, sys; from pathlib import Path; from ingest.read import read_bytes\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(read_bytes(Path(sys.argv[1])).size)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    size, kilobytes = map(int, done.stdout.split())
    assert size == 50_000_000
    assert kilobytes * 1024 < 2 * MAX_SIZE + 5_000_000


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"<html><body></body>", "\ufeff \n".encode("utf-16-le")],
)
def test_a_file_without_visible_text_is_rejected_as_empty(data: bytes) -> None:
    with pytest.raises(Rejection) as caught:
        decode(FileBytes.of(data), Path("page.txt"))
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"text " * 50,
        b"%PDF-1.7\nAn owl.",
        bytes(range(256)) * 4,
        b"An owl\x00\x00\x00\x00 flies",
        b"\x1f\x8b\x08\x00 packed",
    ],
)
def test_binary_files_are_not_text(data: bytes) -> None:
    assert guess_encoding(data) is None


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (KOREAN, "euc-kr", "cp949"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN * 3, "utf-16-be", "utf-16-be"),
        ("The people’s “café” – at last.", "cp1252", "cp1252"),
        ("It’s one curly quote in a long text. " + "An owl. " * 40, "cp1252", "cp1252"),
        ("Naïve café, señor, Düsseldorf, façade", "cp1252", "cp1252"),
        ("똠방각하와 펲시콜라를 마셨다. 그리고 잠을 잤다.", "cp949", "cp949"),
    ],
)
def test_letters_decide_the_encoding(text: str, codec: str, name: str) -> None:
    assert guess_encoding(text.encode(codec)) == name


def test_korean_in_utf_8_with_a_damaged_letter_is_still_utf_8() -> None:
    data = (KOREAN * 20).encode().replace("농".encode(), b"\xeb\x86", 1)
    assert guess_encoding(data) == "utf-8"
    assert decode(FileBytes.of(data), Path("page.txt")).text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("whole", "damaged", "name"), [(9, 4, "utf-8"), (9, 5, "cp1252"), (0, 1, "cp1252")]
)
def test_text_is_utf_8_if_at_most_half_as_many_letters_are_damaged_as_whole(
    whole: int, damaged: int, name: str
) -> None:
    assert guess_encoding("owl’s ".encode() * whole + b"owl\x92s " * damaged) == name


@pytest.mark.parametrize(("whole", "name"), [(5, "utf-8"), (4, "cp1252")])
def test_a_page_that_declares_utf_8_may_have_as_many_damaged_as_whole_letters(
    whole: int, name: str
) -> None:
    page = b'<html><meta charset="UTF-8"><body>' + "owl’s ".encode() * whole + b"owl\x92s " * 5
    assert guess_encoding(page) == name


@pytest.mark.parametrize("whole", [2, 5, 20])
@pytest.mark.parametrize("letters", ["owl’s ", "“owl” ", "owl – ", "café ", "조선 "])
def test_utf_8_with_one_damaged_letter_is_still_utf_8(letters: str, whole: int) -> None:
    assert (
        guess_encoding(letters.encode() * whole + letters.encode().strip()[:-1] + b"?") == "utf-8"
    )


def test_english_text_with_a_hangul_word_in_cp949_is_read_as_cp949() -> None:
    for word in HANGUL:
        text = f"Title: Owls of Phunggye-ri ({word}) counted\n\nThere are nine at {word} village.\n"
        page = text.encode("cp949")
        assert guess_encoding(page) == "cp949", word
        assert guess_encoding(b'<html><meta charset="euc-kr"><body>' + page) == "cp949", word


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ("The owls’ “nest”".encode(), 0),
        ("The owls’ “nest”".encode()[:-1], 2),
        (b"\xef\xbb\xbf" + "The owls’ “nest”".encode() + b"\xff", 1),
        ("The owls’ nest".encode("utf-16") + b"x", 1),
        ("The owls’ nest".encode("cp1252") + b"\x81", 1),
        (b"The\x00owl sleeps by day.", 0),
    ],
)
def test_damaged_bytes_are_counted(data: bytes, count: int) -> None:
    assert damaged_bytes(decode(FileBytes.of(data), Path("page.txt"))) == count


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("iso-8859-2", "iso-8859-2"), ("Shift_JIS", "cp932"), ("gb2312", "gb18030")],
)
def test_a_page_is_decoded_with_the_encoding_that_the_page_declares(
    declared: str, codec: str
) -> None:
    text = {"iso-8859-2": "Žluťoučký kůň", "cp932": "新年の書き初め", "gb18030": "春季植树活动"}[
        codec
    ]
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    file = decode(FileBytes.of(page.encode(codec)), Path("page.html"))
    assert (file.text, file.encoding) == (text + "\n", codec)


def test_an_unknown_declared_encoding_is_ignored() -> None:
    page = '<html><meta charset="rot13"><body>The people’s café'
    assert (
        decode(FileBytes.of(page.encode("cp1252")), Path("page.html")).text == "The people’s café\n"
    )


def test_each_nul_becomes_one_replacement_character() -> None:
    assert decode(
        FileBytes.of(b"An\x00owl. " + b"It sleeps. " * 9), Path("page.txt")
    ).text.startswith("An\ufffdowl.")


_KOREAN_WORDS = st.lists(st.sampled_from(KOREAN.split()), min_size=30).map(" ".join)
_WESTERN_WORDS = st.lists(
    st.sampled_from(["The", "owl’s", "“café”", "opens", "–", "at", "last,", "señor."]), min_size=30
).map(" ".join)


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff"), min_size=1)
)
def test_text_with_a_bom_is_decoded_correctly(text: str) -> None:
    for codec in ("utf-8-sig", "utf-16"):
        assert read_as_text(("x" + text + "y").encode(codec)) == "x" + text + "y"


@given(
    st.one_of(_KOREAN_WORDS, _WESTERN_WORDS), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"])
)
def test_utf_8_and_utf_16_without_a_bom_are_decoded_correctly(text: str, codec: str) -> None:
    assert read_as_text(text.encode(codec)) == text


@given(_KOREAN_WORDS, st.sampled_from(["euc-kr", "cp949"]))
def test_korean_text_in_euc_kr_or_cp949_is_decoded_correctly(text: str, codec: str) -> None:
    assert read_as_text(text.encode(codec)) == text


@given(_WESTERN_WORDS)
def test_western_text_in_cp1252_is_decoded_correctly(text: str) -> None:
    assert read_as_text(text.encode("cp1252")) == text


def read_as_text(data: bytes) -> str:
    return decode(FileBytes.of(data), Path("page.txt")).text
