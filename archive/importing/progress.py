"""Shows the progress of a long run: a bar on a terminal, a line every ten seconds in a log.

How much is left is known from the bytes of the files. To count the rows of data sets, all of them
would have to be read before the run begins.
"""

import time
from collections.abc import Callable, Sequence
from typing import TextIO

from tqdm import tqdm

_LOG_SECONDS = 10.0


class Progress:
    """Shows the progress of a run; call `close` at the end of the run.

    `total` is the size of all files in bytes, or the number of stored captures to parse again.
    """

    def __init__(
        self, total: int, stream: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total = total
        self.done = 0
        self.position = 0
        self._stream = stream
        self._clock = clock
        self._started = self._written = clock()
        self._bar = (
            tqdm(
                total=total, file=stream, leave=False, bar_format="{percentage:3.0f}%|{bar}| {desc}"
            )
            if stream.isatty()
            else None
        )

    def advance(self, outcomes: Sequence[object], position: int) -> None:
        """Count one finished file or row for each of these outcomes; update the bar or the log.

        `position` says how much of `total` is finished.
        """
        self.done += len(outcomes)
        self.position = position
        if self._bar is not None:
            self._bar.update(position - self._bar.n)
            self._bar.set_description_str(self.line())
        elif self._clock() - self._written >= _LOG_SECONDS:
            self._written = self._clock()
            self._stream.write(f"{self.line()}\n")
            self._stream.flush()

    def line(self) -> str:
        """Return the progress: "12,000 files and rows, 850 a second, 80% read, 3 s left"."""
        seconds = max(self._clock() - self._started, 0.001)
        part = min(self.position / self.total, 1.0) if self.total else 1.0
        left = f", {seconds * (1 - part) / part:,.0f} s left" if part else ""
        return (
            f"{self.done:,} files and rows, {self.done / seconds:,.0f} a second,"
            f" {part:.0%} read{left}"
        )

    def close(self) -> None:
        """Remove the bar from the terminal."""
        if self._bar is not None:
            self._bar.close()
