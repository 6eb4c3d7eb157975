"""Tests of reading files and of choosing encodings; tests/cases/encodings has more cases."""

import hashlib
import os
import re
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding_of_bytes import guess_encoding
from ingest.errors import Rejection
from ingest.read import (
    MAX_SIZE,
    FileBytes,
    damaged_bytes,
    decode,
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


@pytest.mark.parametrize(
    ("text", "codecs"),
    [
        ("Мельник смазал колесо, и оно снова вертится тихо.", "windows-1251 koi8-r iso-8859-5"),
        ("水車の車輪に油をさしたので、静かに回っています。", "euc-jp cp932"),
        ("磨坊主给水车的轮子上了油，所以现在它又安静地转动了。我们的人在那里工作。", "gb18030"),
        ("磨坊主給水車的輪子上了油，所以現在它又安靜地轉動了。我們的人在那裡工作。", "big5"),
        ("방아간지기가 물레방아의 바퀴에 기름을 쳐서 이제는 조용히 돌아간다.", "cp949"),
        (
            "قام الطحان بتزييت العجلة الكبيرة، وهي الآن تدور بهدوء في الوادي قرب القرية",
            "windows-1256",
        ),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "Mill, page 3\n{}",
        "<html><body><p>{}</p>",
        "{}{}{}",
        pytest.param(f"<a>{'x' * 99_999}{{}}", id="far below"),
    ],
)
def test_common_letters_show_an_encoding_that_is_not_declared(
    text: str, codecs: str, form: str
) -> None:
    for codec in codecs.split():
        data = form.replace("{}", text).encode(codec)
        assert guess_encoding(data) == codec
        assert guess_encoding(data[:-1]) == codec
        declared = b'<html><meta charset="iso-8859-1">' + data
        assert guess_encoding(declared) == guess_encoding(data, "iso-8859-1") == codec


@pytest.mark.parametrize(
    "text",
    [
        "A informação das estações não é só da região; há ações e reuniões.",
        "Die Müllerin schüttet Öl für das größere Mühlrad über die Räder.",
        "Le meunier a créé une roue. L’année dernière, elle a été réparée à l’œil.",
        "El señor Núñez engrasó la rueda del molino. ¿Quién más? ¡Él! «Sí», dijo.",
        "“Mill” – ‘wheel’ — it’s oiled… “Quiet” – at “last” — ‘so’ it’s “said”.",
    ],
)
def test_western_texts_are_never_read_in_another_encoding(text: str) -> None:
    assert decode(FileBytes.of(text.encode("cp1252")), Path("page.txt")).encoding == "cp1252"


@pytest.mark.parametrize(
    "data",
    [
        "ПАСЕКА У РЕКИ СТОИТ".encode("koi8-r"),
        "Το μύλο του χωριού επισκεύασαν".encode("iso-8859-7"),
        "ПАСЕКА У РЕКИ СТОИТ".encode("windows-1251"),
        "เครื่องโม่แป้งหมุน".encode("cp874"),
    ],
)
def test_a_text_in_an_encoding_that_is_not_sure_is_rejected(data: bytes) -> None:
    with pytest.raises(Rejection, match="encoding of the file is not known") as caught:
        decode(FileBytes.of(data), Path("page.txt"))
    assert caught.value.reason == "encoding-unknown"


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("koi8-r", "koi8-r", "ПАСЕКА У РЕКИ"),
        ("KOI8-U", "koi8-u", "ПАСЕКА У РЕКИ"),
        ("iso-8859-5", "iso-8859-5", "ПАСЕКА У РЕКИ"),
        ("x-mac-cyrillic", "mac-cyrillic", "ПАСЕКА У РЕКИ"),
        ("ibm866", "cp866", "ПАСЕКА У РЕКИ"),
        ("windows-1256", "cp1256", "زيت الطحان"),
        ("iso-8859-6", "iso-8859-6", "زيت الطحان"),
        ("windows-1250", "cp1250", "Žluťoučký kůň"),
        ("iso-8859-7", "iso-8859-7", "Το μύλο"),
        ("Big5-HKSCS", "big5hkscs", "水車的輪子"),
        ("x-sjis", "cp932", "水車の車輪"),
        ("x-euc-jp", "euc-jp", "水車の車輪"),
        ("ks_c_5601-1987", "cp949", "물레방아"),
        ("gbk", "gb18030", "水车的轮子"),
        ("iso-2022-jp", "iso2022_jp_ext", "水車の車輪"),
    ],
)
def test_declared_encodings_have_the_names_that_browsers_know(
    declared: str, codec: str, text: str
) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    file = decode(FileBytes.of(page.encode(codec)), Path("page.html"))
    assert (file.text, file.encoding) == (text + "\n", codec)


def test_letters_in_parts_become_one_letter_and_all_others_stay() -> None:
    whole = "평양 물레방아 값 café Корейский が"
    kept = "\u212b \uf914 ᄀ ㄱ \u1161 x\u0301 \u0301"
    text = f"{unicodedata.normalize('NFD', whole)} {kept}"
    assert text != f"{whole} {kept}"
    assert decode(FileBytes.of(text.encode()), Path("a.txt")).text == f"{whole} {kept}"


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
