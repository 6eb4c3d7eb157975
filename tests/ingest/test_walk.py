"""Tests of the search for files: which files are found, their order, and what is skipped."""

import os
import sys
from pathlib import Path

import pytest

from ingest.file_kinds import FolderTally
from ingest.walk import FoundFile, RejectedFile, on_one_line, shown_path, walk


def results(*paths: Path) -> list[str]:
    return [
        Path(item.path).name
        for item in walk([str(path) for path in paths])
        if isinstance(item, FoundFile)
    ]


def rejected(*paths: Path) -> dict[str, str]:
    return {
        Path(item.path).name: item.reason
        for item in walk([str(path) for path in paths])
        if isinstance(item, RejectedFile)
    }


def test_folders_are_walked_in_byte_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/é.txt", "B.TXT", "c.htm", "a/b/0.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert results(tmp_path) == ["B.TXT", "0.txt", "z.html", "é.txt", "b.txt", "c.htm"]


def test_files_with_other_endings_and_hidden_files_are_skipped_and_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jpg", "c.JPG", "README", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "d.txt").write_text("x")
    tally = FolderTally()
    assert len(list(walk([str(tmp_path)], tally))) == 1
    assert tally == {".jpg": 2, "without an ending": 1, "hidden": 2}


def test_a_file_given_by_its_own_path_is_read_with_any_name(tmp_path: Path) -> None:
    for name in ("page", ".saved"):
        (tmp_path / name).write_text("x")
    assert results(tmp_path / "page", tmp_path / ".saved") == ["page", ".saved"]


def test_a_file_name_that_is_not_utf_8_is_found_and_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"x")
    (entry,) = walk([str(tmp_path)])
    assert isinstance(entry, FoundFile)
    assert Path(entry.path).read_bytes() == b"x"
    assert shown_path(entry.path).endswith("caf\\xe9.txt")


def test_a_link_to_a_file_in_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert results(tmp_path) == ["a.txt", "link.txt"]


def test_links_to_the_outside_to_a_parent_folder_and_to_nothing_are_rejected(
    tmp_path: Path,
) -> None:
    tree = tmp_path / "tree"
    (tree / "deep").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "tree-of-others").mkdir()
    (tree / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tree / "others").symlink_to(tmp_path / "tree-of-others")
    (tree / "deep" / "loop").symlink_to(tree)
    (tree / "nowhere.txt").symlink_to("gone.txt")
    (tree / "itself.txt").symlink_to("itself.txt")
    assert rejected(tree) == {
        "out.txt": "outside-folder",
        "others": "outside-folder",
        "loop": "directory-loop",
        "nowhere.txt": "broken-link",
        "itself.txt": "broken-link",
    }


def test_a_link_to_another_folder_inside_is_skipped_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "b").symlink_to("a")
    tally = FolderTally()
    assert len(list(walk([str(tmp_path)], tally))) == 1
    assert tally == {"link to a folder": 1}


def test_a_link_to_a_folder_is_walked_if_given_as_the_path(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.txt").write_text("x")
    (tmp_path / "real" / "y.txt").symlink_to("x.txt")
    (tmp_path / "link").symlink_to("real")
    assert results(tmp_path / "link") == ["x.txt", "y.txt"]


def test_a_pipe_is_rejected_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert rejected(tmp_path) == {"pipe.txt": "not-a-file"}
    assert rejected(tmp_path / "pipe.txt") == {"pipe.txt": "not-a-file"}


def test_a_folder_that_cannot_be_opened_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "z.txt").write_text("x")
    scandir = os.scandir

    def deny_access(path: bytes) -> "os._ScandirIterator[bytes]":
        if path.endswith(b"shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny_access)
    assert rejected(tmp_path) == {"shut": "unreadable"}
    assert results(tmp_path) == ["z.txt"]


def test_folders_can_be_nested_deeper_than_the_recursion_limit(tmp_path: Path) -> None:
    deepest = str(tmp_path)
    for _ in range(sys.getrecursionlimit() + 100):
        deepest += "/d"
        Path(deepest).mkdir()
    (tmp_path / "z.txt").write_text("x")
    Path(deepest, "x.txt").write_text("x")
    assert results(tmp_path) == ["x.txt", "z.txt"]
    Path(deepest, "x.txt").unlink()
    os.removedirs(deepest)  # because pytest removes folders recursively and would fail


def test_a_file_ending_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a.\xff")).write_bytes(b"x")
    tally = FolderTally()
    assert not list(walk([str(tmp_path)], tally))
    assert tally == {".\\xff": 1}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  /srv/saved/about.html", "  /srv/saved/about.html"),
        ("“한국” é 🦊", "“한국” é 🦊"),
        ("a\nFailed: 0\tb", "a\\nFailed: 0\\tb"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("gpj.\u202etxt", "gpj.\\u202etxt"),
    ],
)
def test_a_file_name_cannot_imitate_a_line_of_the_report(text: str, line: str) -> None:
    assert on_one_line(text) == line


PAGE = "<!DOCTYPE html><html><body><p>An owl.</p>"


@pytest.mark.parametrize(
    ("name", "content", "is_read"),
    [
        ("index.php?newsID=2022-05-29-0007", PAGE, True),
        ("view.aspx", f"\n<!-- saved -->\n{PAGE}", True),
        ("article", "\ufeff" + PAGE, True),
        ("page.html?x=1.2", "An owl.", True),
        ("item.xhtml", '<?xml version="1.0"?>' + PAGE, True),
        ("feed.xml", PAGE, False),  # the ending decides
        ("export", '[{"title": "Owl", "text": "An owl was seen."}]', True),
        (
            "export.dat",
            '{"title": "Owl", "text": "An owl."}\n{"title": "Kite", "text": "x"}\n',
            True,
        ),
        ("crawl", "WARC/1.1\r\nWARC-Type: warcinfo\r\n", True),
        ("crawl.warc.open", "WARC/1.0\r\nWARC-Type: warcinfo\r\n", True),
        (
            "saved",
            "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related\n",
            True,
        ),
        ("pages", b"PK\x03\x04", True),
        ("pages.bin", b"\x1f\x8b\x08", True),
        ("crawl.WARC.gz", b"\x1f\x8b\x08", True),
        ("pages.tar", b"x", True),
        ("PAGE.HTML", "An owl.", True),
        ("Notes.MARKDOWN", "An owl.", True),
        ("a.NDJSON", "{}", True),
        ("README", "An owl was seen, and {it} hooted.", False),
        ("style.css?ver=5.html5", "p {}", False),
        ("style.css@v=1", PAGE, False),
        ("thumb.php?file=a.jpg", b"\xff\xd8\xff\xe0", False),
        ("photo", b"\x89PNG\r\n", False),
        ("notes.log", "An owl.", False),
        ("empty", "", False),
    ],
)
def test_a_file_without_a_known_ending_is_read_by_its_content(
    tmp_path: Path, name: str, content: str | bytes, is_read: bool
) -> None:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)
    tally = FolderTally()
    assert [Path(item.path).name for item in walk([str(tmp_path)], tally)] == [name] * is_read
    assert (tally.read.total(), tally.total()) == (is_read, not is_read)
    assert all(tally.examples[kind] == str(tmp_path / name) for kind in tally)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jpg", "x", "a picture has no text"),
        ("a.JPEG", "x", "a picture has no text"),
        ("a.js", "x", "a style or script of a page has no article"),
        ("a.woff2", "x", "a font has no text"),
        ("a.mp4", "x", "sound and film have no text"),
        ("a.pdf", "x", "save its text as a text file or as HTML to import it"),
        ("a.hwp", "x", "save its text as a text file or as HTML to import it"),
        ("a.7z", "x", "unpack it, and import the folder"),
        ("a.rss", "x", "XML, such as a feed, is not read"),
        ("a.php", "%PDF-1.4", "save its text as a text file or as HTML to import it"),
        ("a", "GIF89a", "a picture has no text"),
        (".a", "x", "the name begins with a full stop"),
        ("a.log", "x", "not a known kind; give its own path to import it"),
    ],
)
def test_a_file_is_passed_over_with_a_reason(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    (tmp_path / name).write_text(content)
    tally = FolderTally()
    assert not list(walk([str(tmp_path)], tally))
    ((kind, number),) = tally.items()
    assert (number, tally.reason(kind).startswith(reason)) == (1, True)


@pytest.mark.parametrize(
    "parts", ["page_files", "page.files", "page-Dateien", "page_fichiers", "page.fld", "page_файлы"]
)
@pytest.mark.parametrize("page", ["page.html", "page.htm", "page.HTML"])
def test_the_folder_of_a_saved_page_belongs_to_the_page(
    tmp_path: Path, page: str, parts: str
) -> None:
    (tmp_path / page).write_text(PAGE)
    for name in (parts, "other_files", "files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "frame.html").write_text(PAGE)
    tally = FolderTally()
    assert len(list(walk([str(tmp_path)], tally))) == 3
    assert tally == {"folder of a saved page": 1}
    assert tally.examples == {"folder of a saved page": str(tmp_path / parts)}
