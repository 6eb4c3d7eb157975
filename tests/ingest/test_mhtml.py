"""Tests of pages saved as MHTML, and of messages that are no pages."""

import base64
import quopri
import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.formats.mhtml import is_mhtml, read_mhtml
from ingest.parse import parse
from ingest.read import FileBytes, decode
from tests.web_archives import page

PAGE = page("Mill Wheel Oiled", "Its wheel turns quietly – “at last”.")
HEADERS = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: http://a.example/1\n"
    "Date: Mon, 6 May 2024 23:30:00 +0900\nMIME-Version: 1.0\n"
)


def part(body: str, codec: str, encoding: str, *, charset: bool, address: str = "") -> str:
    data = body.encode(codec)
    if encoding == "base64":
        text = base64.encodebytes(data).decode()
    elif encoding == "quoted-printable":
        text = quopri.encodestring(data).decode("ascii")
    else:
        text = data.decode("latin-1")
    name = f'; charset="{codec}"' if charset else ""
    where = f"Content-Location: {address}\n" if address else ""
    return (
        f"Content-Type: text/html{name}\nContent-Transfer-Encoding: {encoding}\n{where}\n{text}\n"
    )


def related(*parts: str, headers: str = HEADERS, end: str = "\n") -> bytes:
    boundary = "----Boundary--x"
    body = "".join(f"--{boundary}\n{piece}" for piece in parts)
    text = (
        f'{headers}Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{boundary}"\n'
        f"\n{body}--{boundary}--\n"
    )
    return text.replace("\n", end).encode("latin-1")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "binary"])
@pytest.mark.parametrize(("codec", "charset"), [("utf-8", True), ("utf-8", False), ("cp949", True)])
def test_a_page_in_a_message_is_read(codec: str, charset: bool, encoding: str, end: str) -> None:
    text = PAGE
    if codec == "cp949":
        text = (
            text.replace("–", "-").replace("wheel", "물레방아").replace("<meta charset=utf-8>", "")
        )
    data = related(
        part(text, codec, encoding, charset=charset, address="http://a.example/1"), end=end
    )
    saved = decode(FileBytes.of(data), Path("page.mhtml"))
    file = parse(saved)
    (article,) = file.articles
    assert saved.encoding == codec
    assert article.fields["title"].value == "Mill Wheel Oiled"
    assert article.fields["original_url"].value == "http://a.example/1"
    assert file.saved_not_after
    assert file.saved_not_after.value == "2024-05-06"
    assert ("물레방아 turns" if codec == "cp949" else "quietly – “at last”") in article.body


def test_a_message_with_only_a_page_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "물레방아"
    message["Date"] = "Mon, 06 May 2024 10:00:00 +0000"
    message.set_content(PAGE, subtype="html", charset="utf-8")
    message["Content-Location"] = "http://a.example/1"
    assert is_mhtml(message.as_bytes())
    assert read_mhtml(message.as_bytes()).facts == [
        ("saved_from", "http://a.example/1"),
        ("saved", "Mon, 06 May 2024 10:00:00 +0000"),
        ("head_title", "물레방아"),
    ]


def test_an_e_mail_has_its_page_or_its_text() -> None:
    message = EmailMessage()
    message["Subject"] = "A mill"
    message.set_content("Mill Wheel Oiled\n\nIt turns.\n")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    found = read_mhtml(message.as_bytes())
    assert (found.is_html, found.body) == (False, b"Mill Wheel Oiled\n\nIt turns.\n")


def test_the_longest_frame_has_the_text_of_a_page_of_frames() -> None:
    frames = "<html><frameset cols='20%,80%'><frame src=a><frame src=b></frameset></html>"
    data = related(
        part(frames, "utf-8", "8bit", charset=True, address="http://a.example/1"),
        part("<html><body>Menu", "utf-8", "8bit", charset=True),
        part(PAGE.replace("–", "-"), "utf-8", "quoted-printable", charset=True),
    )
    assert b"Mill Wheel Oiled" in read_mhtml(data).body


def test_a_frame_before_the_page_is_not_the_page() -> None:
    data = related(
        part(
            "<html><body>Advertisement", "utf-8", "8bit", charset=True, address="http://b.example/"
        ),
        part(PAGE, "utf-8", "base64", charset=True, address="http://a.example/1"),
    )
    assert b"Mill Wheel Oiled" in read_mhtml(data).body


@pytest.mark.parametrize(
    "text",
    [
        "Mill Wheel Oiled\n\nMIME-Version: 1.0\nContent-Type: multipart/related\n",
        "Title: Mill\nDate: 2024-05-06\nSource: KCNA.kp\n\nIt turns.\n",
        "Content-Type: multipart/related\n\nIt turns.\n",
        "MIME-Version: 1.0\nContent-Type: text/plain\n\nIt turns.\n",
        "",
    ],
)
def test_a_text_is_no_message(text: str) -> None:
    assert not is_mhtml(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        related("Content-Type: image/png\n\nx\n"),
        related(),
        related()[:200],
        HEADERS.encode() + b"Content-Type: multipart/related\n\nno boundary\n",
        HEADERS.encode()
        + b'Content-Type: multipart/related; boundary="'
        + b";" * 100_000
        + b"\n\n",
        related(*["Content-Type: multipart/related; boundary=a\n\n--a\n"] * 100),
    ],
)
def test_a_message_without_a_page_is_rejected(data: bytes) -> None:
    assert is_mhtml(data)
    with pytest.raises(Rejection) as caught:
        decode(FileBytes.of(data), Path("page.mht"))
    assert caught.value.reason == "not-an-article"


def test_a_cut_message_has_the_text_before_the_cut() -> None:
    data = related(part(PAGE, "utf-8", "quoted-printable", charset=True))
    saved = decode(FileBytes.of(data[: data.index(b"The miller")]), Path("page.mht"))
    assert "Its wheel turns quietly" in saved.text


@pytest.mark.parametrize(
    "piece",
    [
        "Content-Type: multipart/related; boundary=a\n\n--a\n",
        "------Boundary--x\n",
        "------Boundary--x\nContent-Type: text/html\n\n<p>a\n",
        "Content-Type: text/html;" + "x=1;" * 500 + "\n\n",
        "X-A: =?utf-8?Q?=20?=\n",
        "--a\n--b\n",
    ],
)
def test_the_time_is_proportional_to_the_length(piece: str) -> None:
    def seconds(size: int) -> float:
        data = related(piece * (size // len(piece)))
        started = time.process_time()
        with suppress(Rejection):
            decode(FileBytes.of(data), Path("page.mht"))
        return time.process_time() - started

    assert min(seconds(400_000) for _ in range(2)) < 16 * min(seconds(100_000) for _ in range(2))


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("8bit", "utf-8"), ("base64", "euc-kr"), ("quoted-printable", "utf-8")],
)
@pytest.mark.parametrize("further", ["MIME-Version: 1.0\n", ""])
def test_an_e_mail_with_a_text_is_read(encoding: str, charset: str, further: str) -> None:
    dateline = "Pyongyang, May 5 (KCNA) --"
    text = (
        f"{dateline} The 물레방아 was oiled.\n\nIt turns quietly. -0-\n\n-- \nMill list."
        " Leave it at any time.\n"
    )
    data = text.encode(charset)
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    headers = (
        "Return-Path: <mill@a.example>\nFrom: Mills <mill@a.example>\nTo: all@a.example\n"
        "Subject: Fwd: [mills] =?utf-8?Q?Mill_Wheel_Oiled?=\n"
        f"Date: Tue, 06 May 2014 10:11:12 +0900\n{further}"
        f"Content-Type: text/plain; charset={charset}\n"
        f"Content-Transfer-Encoding: {encoding}\n\n"
    )
    file = parse(decode(FileBytes.of(headers.encode() + data), Path("mail.eml")))
    (article,) = file.articles
    assert article.fields["title"].value == "Mill Wheel Oiled"
    assert article.body == "The 물레방아 was oiled.\n\nIt turns quietly."
    assert "published" not in article.fields
    assert article.fields["dateline_day"].value == "--05-05"
    assert file.saved_not_after
    assert file.saved_not_after.value == "2014-05-06"


def test_a_forwarded_e_mail_begins_below_its_headers() -> None:
    data = (
        b"From: a@a.example\nTo: b@a.example\nSubject: Fwd: Mill\n\n"
        b"---------- Forwarded message ----------\nFrom: c@a.example\nDate: Mon, 5 May 2014\n"
        b"Subject: Mill\nTo: a@a.example\n\nMill Wheel Oiled\n\nIt turns.\n"
    )
    assert read_mhtml(data).body == b"Mill Wheel Oiled\n\nIt turns.\n"


@pytest.mark.parametrize(
    "text",
    [
        "From: KCNA\nSubject: Mill\nDate: 2024-05-06\n\nIt turns.\n",
        "Mill Wheel Oiled\n\nFrom: a@a.example\nSubject: Mill\nTo: b@a.example\n\nIt turns.\n",
    ],
)
def test_a_text_with_header_lines_is_no_e_mail(text: str) -> None:
    assert not is_mhtml(text.encode())


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: [mills] Mill Wheel Oiled", "Mill Wheel Oiled"),
        ("Fire: Mill Wheel Burned", "Fire: Mill Wheel Burned"),
        ("Mill Wheel [Photo] Oiled", "Mill Wheel [Photo] Oiled"),
    ],
)
def test_only_marks_before_the_subject_are_left_out(subject: str, title: str) -> None:
    data = f"From: a@a.example\nTo: b@a.example\nSubject: {subject}\n\nIt turns.\n"
    assert dict(read_mhtml(data.encode()).facts)["head_title"] == title


@pytest.mark.parametrize(
    "body", [b"It turns.\n-- \n" + b"It turns again.\n" * 40, b"\n--\nIt turns.\n"]
)
def test_a_line_above_a_text_begins_no_signature(body: bytes) -> None:
    data = b"From: a@a.example\nTo: b@a.example\nSubject: Mill\n\n" + body
    assert read_mhtml(data).body == body
