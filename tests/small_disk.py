"""A small disk that only one test uses. The test can fill it or make it read-only."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A disk in memory, mounted at a folder."""

    folder: Path

    def fill(self) -> None:
        """Write files until nothing more fits on the disk."""
        for size in (1_000_000, 100_000, 4_096, 1):
            for number in range(1_000):
                try:
                    (self.folder / f"filler-{size}-{number}").write_bytes(bytes(size))
                except OSError:
                    break

    def free(self) -> None:
        """Remove the files of `fill`."""
        for path in self.folder.glob("filler-*"):
            path.unlink()

    def set_read_only(self) -> None:
        """Mount the disk read-only. Nothing may have a file open for writing."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk | None]:
    """Mount a small disk at a new folder while the block lasts; yield None if mounting fails."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
