"""Memory and processor time of a process and its children, read from /proc (Linux only)."""

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Use:
    """What a tree of processes uses now: bytes of memory (shared pages counted once), how many of
    these are no pages of files, which the system could drop and read again; seconds of processor
    time."""

    memory: int
    own_memory: int
    seconds: float
    process_count: int


def is_known() -> bool:
    """Whether this system tells what processes use."""
    return (PROC / "self/smaps_rollup").exists() or (PROC / "self/statm").exists()


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    parents: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        fields = _stat(int(folder.name))
        if fields:
            parents[int(folder.name)] = int(fields[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes in all, and without the pages of files: a page that several processes share counts in
    parts (PSS) or, where that is not told, wholly."""
    try:
        told = dict(
            line.split()[:2]
            for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
            if ":" in line
        )
        return int(told["Pss:"]) * 1_024, (int(told["Pss:"]) - int(told["Pss_File:"])) * 1_024
    except (OSError, ValueError, KeyError):
        pass
    try:
        size, shared = map(int, (PROC / str(pid) / "statm").read_text().split()[1:3])
    except (OSError, ValueError):
        return 0, 0
    return size * os.sysconf("SC_PAGE_SIZE"), (size - shared) * os.sysconf("SC_PAGE_SIZE")


def read_by(pid: int) -> int:
    """Bytes that a process and its children have had read from the disk; 0 where that is not
    told."""
    found = 0
    for each in tree(pid):
        with contextlib.suppress(OSError, ValueError, StopIteration):
            lines = (PROC / str(each) / "io").read_text().splitlines()
            found += int(next(line for line in lines if line.startswith("read_bytes")).split()[1])
    return found


def use_of(pid: int) -> Use:
    """What a process and all that descend from it use now."""
    pids = tree(pid)
    memory, own = map(sum, zip(*map(memory_of, pids), strict=True))
    return Use(memory, own, sum(map(_seconds, pids)), len(pids))


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which can hold spaces; the first is the
    state."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@dataclass
class Watch:
    """Looks at a process and its children again and again, while the `with` lasts; keeps the most
    memory seen."""

    pid: int
    every: float = 0.5
    peak: int = 0
    own_peak: int = 0
    most_processes: int = 0
    _end: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(self.every):
            use = use_of(self.pid)
            self.peak = max(self.peak, use.memory)
            self.own_peak = max(self.own_peak, use.own_memory)
            self.most_processes = max(self.most_processes, use.process_count)


def machine() -> dict[str, object]:
    """The processors and the memory of this machine."""
    model = next(_lines("cpuinfo", "model name"), "")
    total = next(_lines("meminfo", "MemTotal"), "0 kB")
    return {
        "processors": os.cpu_count(),
        "processor": model,
        "memory_gb": round(int(total.split()[0]) / 1_048_576, 1),
        "system": " ".join(os.uname()[::2][:2]),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }


def _lines(name: str, key: str) -> Iterator[str]:
    try:
        for line in (PROC / name).read_text().splitlines():
            if line.startswith(key):
                yield line.partition(":")[2].strip()
    except OSError:
        return
