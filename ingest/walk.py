"""Which files a run reads, in which order, and what it passes over.

A folder is walked depth first, names in byte order. Inside it only `.txt`, `.html` and `.htm` are
read; a file that is named itself is read whatever its name. Links are followed to files inside the
same folder and nowhere else: a link that leaves it, leads in a circle or leads nowhere is refused
with a reason, and the walk goes on."""
# Paths are bytes here, because a name need not be UTF-8, and pathlib takes no bytes.
# ruff: noqa: PTH100, PTH112, PTH116, PTH118, PTH120, PTH122

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SUFFIXES = frozenset({b".txt", b".html", b".htm"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read. `path` is absolute; bytes that are no UTF-8 stand in it as surrogates, as
    `os.fsdecode` does."""

    path: str


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """Something that cannot be read as a file: `reason` is a code, `message` a sentence."""

    path: str
    reason: str
    message: str


def shown_path(path: str) -> str:
    """A path that any database and terminal can take: bytes that are no UTF-8 backslash-escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def on_one_line(text: str) -> str:
    """Text for a terminal or a log: line breaks, controls and marks that turn the direction are
    backslash-escaped."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def stored_path(path: str) -> str:
    """A path as the archive stores it: absolute, without `..`, spelled as `shown_path` spells
    it."""
    return shown_path(os.path.abspath(path))


def walk(
    paths: Sequence[str], passed_over: Counter[str] | None = None
) -> Iterator[FoundFile | RefusedFile]:
    """Everything to read under these paths, which have to exist. A path inside another one is met
    twice.

    `passed_over` counts what folders hold besides: by ending (".jpg"), "hidden", "link to a
    folder"."""
    tally: Counter[str] = Counter() if passed_over is None else passed_over
    for path in paths:
        start = os.path.abspath(os.fsencode(path))
        if os.path.isdir(start):
            yield from _Walk(os.path.realpath(start), tally).folder(start)
        else:
            yield _found_or_refused(start)


def _refused(path: bytes, reason: str, message: str) -> RefusedFile:
    return RefusedFile(os.fsdecode(path), reason, message)


def _found_or_refused(path: bytes) -> FoundFile | RefusedFile:
    """Look before opening: reading a pipe would wait for ever."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return _refused(
            path, "unreadable", f"It cannot be looked at ({error.strerror}). Nothing was stored."
        )
    if stat.S_ISREG(mode):
        return FoundFile(os.fsdecode(path))
    return _refused(
        path, "not-a-file", f"This is {_kind(mode)}, a file was expected. It was not opened."
    )


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a folder"))
    return next((name for is_kind, name in kinds if is_kind(mode)), "a device")


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that was entered, and the one it lies in; `place` is its device and inode."""

    path: bytes
    above: "_Folder | None"
    place: tuple[int, int]

    def is_inside_itself(self) -> bool:
        above = self.above
        while above is not None and above.place != self.place:
            above = above.above
        return above is not None


class _Entry(NamedTuple):
    """A name in a folder; without one, where a walk starts."""

    folder: _Folder | None
    name: bytes
    is_link: bool
    is_folder: bool

    @property
    def path(self) -> bytes:
        return os.path.join(self.folder.path, self.name) if self.folder else self.name


class _Walk:
    """One folder given on the command line: its real place, and what was passed over in it."""

    def __init__(self, root: bytes, passed_over: Counter[str]) -> None:
        self.root = root
        self.passed_over = passed_over

    def folder(self, start: bytes) -> Iterator[FoundFile | RefusedFile]:
        """Walk one folder, depth first. Not by recursion: folders can lie deeper in each other than
        Python allows."""
        waiting = [_Entry(None, start, is_link=False, is_folder=True)]
        while waiting:
            entry = waiting.pop()
            if entry.is_link:
                yield from self._link(entry.path)
            elif not entry.is_folder:
                yield from self._file(entry.path)
            else:
                inside = self._enter(entry)
                if isinstance(inside, RefusedFile):
                    yield inside
                else:
                    waiting += inside

    def _enter(self, entry: "_Entry") -> "RefusedFile | list[_Entry]":
        """What a folder holds, the last in byte order first; or why it is not entered."""
        path = entry.path
        try:
            place = os.stat(path)
            with os.scandir(path) as entries:
                names = sorted(
                    (
                        (each.name, each.is_symlink(), each.is_dir(follow_symlinks=False))
                        for each in entries
                    ),
                    reverse=True,
                )
        except OSError as error:
            message = f"The folder cannot be opened ({error.strerror}). Nothing in it was read."
            return _refused(path, "unreadable", message)
        own = _Folder(path, entry.folder, (place.st_dev, place.st_ino))
        if own.is_inside_itself():
            return _refused(
                path, "directory-loop", "The folder contains itself. It was not entered again."
            )
        shown = [_Entry(own, *each) for each in names if not each[0].startswith(b".")]
        if len(shown) < len(names):
            self.passed_over["hidden"] += len(names) - len(shown)
        return shown

    def _file(self, path: bytes) -> Iterator[FoundFile | RefusedFile]:
        suffix = os.path.splitext(path)[1].lower()
        if suffix in SUFFIXES:
            yield _found_or_refused(path)
        else:
            self.passed_over[shown_path(os.fsdecode(suffix)) or "without an ending"] += 1

    def _link(self, path: bytes) -> Iterator[FoundFile | RefusedFile]:
        try:
            target = os.path.realpath(path, strict=True)
        except OSError as error:
            yield _refused(
                path, "broken-link", f"The link leads nowhere ({error.strerror}). Nothing was read."
            )
            return
        shown = shown_path(os.fsdecode(target))
        if not _is_inside(target, self.root):
            yield _refused(
                path,
                "outside-folder",
                f"The link leads out of the folder, to “{shown}”. Name that path to import it.",
            )
        elif not os.path.isdir(target):
            yield from self._file(path)
        elif _is_inside(os.path.realpath(os.path.dirname(path)), target):
            yield _refused(
                path,
                "directory-loop",
                f"The link leads back to “{shown}”, which contains it. Not entered.",
            )
        else:
            self.passed_over["link to a folder"] += 1


def _is_inside(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
