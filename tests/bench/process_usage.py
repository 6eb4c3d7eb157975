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
class Usage:
    """The memory and processor time that a process and its descendants are using now.

    `memory` is the memory of all these processes together, in bytes; a shared page is counted once.
    `own_memory` is `memory` without pages of mapped files, which the system could drop and read
    again. `seconds` is processor time.
    """

    memory: int
    own_memory: int
    seconds: float
    process_count: int


def is_available() -> bool:
    """Return True if this system reports the memory that processes use."""
    return (PROC / "self/smaps_rollup").exists() or (PROC / "self/statm").exists()


def process_tree(pid: int) -> list[int]:
    """Return the ids of a process and all its descendants."""
    parents: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        fields = _stat(int(folder.name))
        if fields:
            parents[int(folder.name)] = int(fields[1])
    found = [pid]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def memory_of(pid: int) -> tuple[int, int]:
    """Return the memory of a process in bytes: in all, and without pages of mapped files.

    If several processes share a page of memory, each process counts an equal part of it (PSS). If
    the system does not report PSS, each process counts the whole page.
    """
    try:
        values = dict(
            line.split()[:2]
            for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
            if ":" in line
        )
        return int(values["Pss:"]) * 1_024, (int(values["Pss:"]) - int(values["Pss_File:"])) * 1_024
    except (OSError, ValueError, KeyError):
        pass
    try:
        size, shared = map(int, (PROC / str(pid) / "statm").read_text().split()[1:3])
    except (OSError, ValueError):
        return 0, 0
    return size * os.sysconf("SC_PAGE_SIZE"), (size - shared) * os.sysconf("SC_PAGE_SIZE")


def bytes_read_by(pid: int) -> int:
    """Return the bytes that a process and its descendants read from disk; 0 if not measured."""
    found = 0
    for process in process_tree(pid):
        with contextlib.suppress(OSError, ValueError, StopIteration):
            lines = (PROC / str(process) / "io").read_text().splitlines()
            found += int(next(line for line in lines if line.startswith("read_bytes")).split()[1])
    return found


def usage_of(pid: int) -> Usage:
    """Return the memory and processor time that a process and its descendants are using now."""
    pids = process_tree(pid)
    memory, own = map(sum, zip(*map(memory_of, pids), strict=True))
    return Usage(memory, own, sum(map(_seconds, pids)), len(pids))


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name of the process.

    The name is omitted because it can contain spaces. The first field is the state of the process.
    """
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


@dataclass
class Watch:
    """Measures a process and its descendants inside a `with` block, every `every` seconds.

    `peak` is the highest value of `Usage.memory` so far, and `own_peak` that of `Usage.own_memory`.
    `memory` and `own_memory` are their latest values. `most_processes` is the largest number of
    processes so far.
    """

    pid: int
    every: float = 0.5
    peak: int = 0
    own_peak: int = 0
    memory: int = 0
    own_memory: int = 0
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
            usage = usage_of(self.pid)
            if not usage.memory:
                continue  # the process has ended
            self.memory, self.own_memory = usage.memory, usage.own_memory
            self.peak = max(self.peak, usage.memory)
            self.own_peak = max(self.own_peak, usage.own_memory)
            self.most_processes = max(self.most_processes, usage.process_count)


def machine() -> dict[str, object]:
    """Return a dict of this machine's processors, memory, system and load."""
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
