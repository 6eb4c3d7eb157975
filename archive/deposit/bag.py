"""Writes and checks BagIt folders (RFC 8493, version 1.0) with SHA-256 checksums.

The payload is in the folder `data`; the other files describe it. `sha256sum --check` and every
other BagIt program can check the folder, too. The library `bagit` is not used, because it has no
ready package (wheel) and moves files that it is given.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from archive.database.new_folder import checksum
from archive.deposit.errors import DepositError

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data"
_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]?(.+)")
_LARGEST_MANIFEST = 1_000_000  # bytes
Checksums = dict[str, str]
"""A dict from the path of each file of a bag to its SHA-256."""


def write_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Make a folder a bag: it has the payload in `data`, and the other files that describe it.

    `info` has the entries of bag-info.txt; each value is one line.
    """
    payload = _files(folder / PAYLOAD)
    size = sum(path.stat().st_size for path in payload)
    entries = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    (folder / "bagit.txt").write_text(DECLARATION)
    (folder / "bag-info.txt").write_text(
        "".join(f"{name}: {' '.join(value.split())}\n" for name, value in entries.items())
    )
    _write_manifest(folder, _MANIFEST, payload)
    _write_manifest(folder, _TAG_MANIFEST, [path for path in folder.iterdir() if path.is_file()])


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _write_manifest(folder: Path, name: str, paths: list[Path]) -> None:
    lines = [f"{checksum(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / name).write_text("".join(sorted(lines, key=lambda line: line[66:])))


def check_bag(folder: Path) -> None:
    """Raise DepositError unless a folder is a complete bag whose files all have their checksums.

    The message names the first file that is missing, changed or not listed. No file outside of the
    folder is read, whatever the manifests say.
    """
    if not folder.is_dir():
        raise DepositError(f"{folder} is not a folder.")
    if not (folder / "bagit.txt").is_file():
        raise DepositError(f"{folder} is not a complete deposit: it has no file bagit.txt.")
    if _read(folder / "bagit.txt").replace("\r\n", "\n").strip() != DECLARATION.strip():
        raise DepositError("bagit.txt is not that of a BagIt folder of version 1.0 in UTF-8.")
    present = _present(folder)
    listed = _checksums(folder, _MANIFEST)
    tags = _checksums(folder, _TAG_MANIFEST)
    if missing := next((name for name in {**listed, **tags} if name not in present), None):
        raise DepositError(f"The file {missing} is missing.")
    payload = {name for name in present if name.startswith(f"{PAYLOAD}/")}
    unlisted = (payload - set(listed)) | (present - payload - {_TAG_MANIFEST} - set(tags))
    if unlisted:
        raise DepositError(f"The file {min(unlisted)} is in no manifest.")
    for name, expected in sorted({**tags, **listed}.items()):
        if checksum(folder / name) != expected:
            raise DepositError(f"The file {name} was changed: its SHA-256 is wrong.")


def _present(folder: Path) -> set[str]:
    """Return the paths of all files in a bag. Raises DepositError if there is anything else."""
    names = set()
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            relative = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise DepositError(f"{relative} is neither a file nor a folder.")
            if path.is_file():
                names.add(relative)
    return names


def _checksums(folder: Path, manifest: str) -> Checksums:
    """Read a manifest. Raises DepositError if a line is not valid or leaves the folder."""
    checksums: Checksums = {}
    for line in _read(folder / manifest).splitlines():
        match = _LINE.fullmatch(line)
        if not match:
            raise DepositError(f"{manifest} has a line that is not valid: {line!r:.80}.")
        name = match[2]
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or path.as_posix() != name:
            raise DepositError(f"{manifest} names a file outside of the folder: {name!r:.80}.")
        if name in checksums:
            raise DepositError(f"{manifest} names {name!r:.80} twice.")
        if (name.startswith(f"{PAYLOAD}/")) != (manifest == _MANIFEST):
            raise DepositError(f"{manifest} must not name {name!r:.80}.")
        checksums[name] = match[1].lower()
    return checksums


def _read(path: Path) -> str:
    """Return the text of a small file of a bag. Raises DepositError."""
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST_MANIFEST:
            raise DepositError(f"{path.name} is too large, or is a link to another file.")
        return path.read_bytes().decode()
    except FileNotFoundError:
        raise DepositError(f"The file {path.name} is missing.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DepositError(f"The file {path.name} cannot be read ({error}).") from error
