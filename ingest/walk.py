"""The search for the files that an import reads, in a stable order.

A folder is walked depth first, in the byte order of names. Which files are read in a folder is
decided by `ingest.file_kinds`. A file whose own path is given is read whatever its name is. A
folder with the parts of a saved page ("page_files" beside "page.html") is not entered.

A symbolic link in a folder is followed only if its target is a file inside the folder that was
given. The link is rejected, with a code, if its target is outside this folder, does not exist, or
is a folder that contains the link. A link to any other folder is skipped.
"""
# Paths are bytes in this module, because a file name need not be UTF-8. pathlib cannot use bytes.
# ruff: noqa: PTH100, PTH112, PTH116, PTH118, PTH119, PTH120

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.errors import rejection_code
from ingest.file_kinds import (
    READ,
    SAMPLE,
    FolderTally,
    ending_of,
    is_known,
    parts_folders,
    reason_by_content,
)
from ingest.formats.containers import is_readable


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    `path` is absolute. Bytes in it that are not UTF-8 are surrogates, as in `os.fsdecode`. `size`
    is the number of its bytes.
    """

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A path that cannot be read as a file: `reason` is a code, `message` a text for people."""

    path: str
    reason: str
    message: str


def shown_path(path: str) -> str:
    r"""Return a path in which bytes that are not UTF-8 are escaped: "caf\xe9.txt".

    A database or a terminal may not accept such bytes.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def on_one_line(text: str) -> str:
    """Return a text for a terminal or log, with line breaks and control characters escaped.

    Because of this, a file name cannot imitate another line of a report.
    """
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def stored_path(path: str) -> str:
    """Return a path as the archive stores it: absolute, without `..`, escaped (`shown_path`)."""
    return shown_path(os.path.abspath(path))


def walk(
    paths: Sequence[str], skipped: FolderTally | None = None
) -> Iterator[FoundFile | RejectedFile]:
    """Yield each file to read at or below these paths, and each path that is rejected.

    The paths must exist. If one of the paths is inside another, its files are yielded twice.

    `skipped` counts what is in the folders, but is neither yielded nor entered. Its keys are the
    endings of files (".jpg"), "without an ending", "link to a folder", "folder of a saved page",
    and "hidden" for names that begin with a full stop. It also counts the files that are yielded.
    """
    tally = FolderTally() if skipped is None else skipped
    for path in paths:
        start = os.path.abspath(os.fsencode(path))
        if os.path.isdir(start):
            yield from _Walk(os.path.realpath(start), tally).folder(start)
        else:
            yield _found_or_rejected(start)


def _rejected(path: bytes, reason: str, message: str) -> RejectedFile:
    return RejectedFile(os.fsdecode(path), rejection_code(reason), message)


def _found_or_rejected(path: bytes) -> FoundFile | RejectedFile:
    """Return a FoundFile if the path is a regular file, otherwise a RejectedFile.

    The file is not opened.
    """
    try:
        status = os.stat(path)
    except OSError as error:
        return _rejected(
            path, "unreadable", f"The file cannot be opened ({error.strerror}). Nothing was stored."
        )
    mode = status.st_mode
    if stat.S_ISREG(mode):
        return FoundFile(os.fsdecode(path), status.st_size)
    return _rejected(
        path, "not-a-file", f"This is {_kind(mode)}, not a regular file. It was not opened."
    )


def _start(path: bytes) -> bytes:
    """Return the first bytes of a regular file; b"" if it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(SAMPLE)
    except OSError:
        return b""


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a folder"))
    return next((name for is_kind, name in kinds if is_kind(mode)), "a device")


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder whose names were listed.

    `parent` is the folder in which this folder was found; None for the folder where the walk
    starts. `identity` has the device and inode numbers of this folder, so that loops of links are
    found.
    """

    path: bytes
    parent: "_Folder | None"
    identity: tuple[int, int]

    def is_inside_itself(self) -> bool:
        parent = self.parent
        while parent is not None and parent.identity != self.identity:
            parent = parent.parent
        return parent is not None


class _Entry(NamedTuple):
    """A name in a folder. For the path at which a walk starts, `folder` is None."""

    folder: _Folder | None
    name: bytes
    is_link: bool
    is_folder: bool

    @property
    def path(self) -> bytes:
        return os.path.join(self.folder.path, self.name) if self.folder else self.name


class _Walk:
    """The walk through one of the folders that the import was called with.

    `root` is the path of the folder without symbolic links. `skipped` counts what is not read, as
    in `walk`.
    """

    def __init__(self, root: bytes, skipped: FolderTally) -> None:
        self.root = root
        self.skipped = skipped

    def folder(self, start: bytes) -> Iterator[FoundFile | RejectedFile]:
        """Yield the files of one folder and its subfolders, depth first.

        The function does not call itself, because folders can be nested deeper than Python's limit
        for recursion.
        """
        waiting = [_Entry(None, start, is_link=False, is_folder=True)]
        while waiting:
            entry = waiting.pop()
            if entry.is_link:
                yield from self._link(entry.path)
            elif not entry.is_folder:
                yield from self._file(entry.path)
            else:
                inside = self._enter(entry)
                if isinstance(inside, RejectedFile):
                    yield inside
                else:
                    waiting += inside

    def _enter(self, entry: "_Entry") -> "RejectedFile | list[_Entry]":
        """Return the names in a folder in reverse byte order: the caller reads the last name first.

        The result is a RejectedFile if the folder cannot be listed, or if the folder contains
        itself (by a mount).
        """
        path = entry.path
        try:
            status = os.stat(path)
            with os.scandir(path) as entries:
                names = sorted(
                    (
                        (item.name, item.is_symlink(), item.is_dir(follow_symlinks=False))
                        for item in entries
                    ),
                    reverse=True,
                )
        except OSError as error:
            message = f"The folder cannot be opened ({error.strerror}). Nothing in it was read."
            return _rejected(path, "unreadable", message)
        own = _Folder(path, entry.folder, (status.st_dev, status.st_ino))
        if own.is_inside_itself():
            return _rejected(
                path, "directory-loop", "The folder contains itself. It was not entered again."
            )
        hidden = [item[0] for item in names if item[0].startswith(b".")]
        parts = parts_folders(
            [name for name, is_link, is_folder in names if is_folder and not is_link],
            [name for name, _, is_folder in names if not is_folder],
        )
        for kind, some in (("hidden", hidden), ("folder of a saved page", sorted(parts))):
            if some:
                example = shown_path(os.fsdecode(os.path.join(path, some[-1])))
                self.skipped.pass_over(kind, example, number=len(some))
        left_out = {*hidden, *parts}
        return [_Entry(own, *item) for item in names if item[0] not in left_out]

    def _file(self, path: bytes) -> Iterator[FoundFile | RejectedFile]:
        ending = ending_of(os.path.basename(path))
        kind = shown_path(os.fsdecode(ending)) or "without an ending"
        shown = shown_path(os.fsdecode(path))
        start = b""
        if not is_known(ending):
            found = _found_or_rejected(path)
            start = _start(path) if isinstance(found, FoundFile) else b""
        if ending in READ or is_readable(start, shown):
            self.skipped.read[kind] += 1
            yield _found_or_rejected(path)
        else:
            reason = "" if is_known(ending) else reason_by_content(start)
            self.skipped.pass_over(kind, shown, reason)

    def _link(self, path: bytes) -> Iterator[FoundFile | RejectedFile]:
        try:
            target = os.path.realpath(path, strict=True)
        except OSError as error:
            yield _rejected(
                path, "broken-link", f"The link is broken ({error.strerror}). Nothing was read."
            )
            return
        shown = shown_path(os.fsdecode(target))
        if not _is_inside(target, self.root):
            yield _rejected(
                path,
                "outside-folder",
                f"The target of the link is outside the folder: “{shown}”. Give this path to import"
                " it.",
            )
        elif not os.path.isdir(target):
            yield from self._file(path)
        elif _is_inside(os.path.realpath(os.path.dirname(path)), target):
            yield _rejected(
                path,
                "directory-loop",
                f"The target of the link is a folder that contains the link: “{shown}”. The link"
                " was not followed.",
            )
        else:
            self.skipped.pass_over("link to a folder", shown_path(os.fsdecode(path)))


def _is_inside(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
