"""Shows the progress of a long run: a bar on a terminal, a line every ten seconds in a log."""

import time
from collections.abc import Callable, Sequence
from typing import TextIO

from tqdm import tqdm

_LOG_SECONDS = 10.0


class Progress:
    """Shows the progress of a run with `total` files; call `close` at the end of the run."""

    def __init__(
        self, total: int, stream: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total = total
        self.done = 0
        self._stream = stream
        self._clock = clock
        self._started = self._written = clock()
        self._bar = (
            tqdm(total=total, unit=" files", file=stream, leave=False) if stream.isatty() else None
        )

    def advance(self, outcomes: Sequence[object]) -> None:
        """Count one finished file for each of these outcomes, and update the bar or the log."""
        self.done += len(outcomes)
        if self._bar is not None:
            self._bar.update(len(outcomes))
        elif self._clock() - self._written >= _LOG_SECONDS:
            self._written = self._clock()
            self._stream.write(f"{self.line()}\n")
            self._stream.flush()

    def line(self) -> str:
        """Return the progress in words: "12,000 of 50,000 files, 850 a second, 45 s left"."""
        rate = self.done / max(self._clock() - self._started, 0.001)
        left = (self.total - self.done) / rate if rate else 0
        return (
            f"{self.done:,} of {self.total:,} files, {rate:,.0f} a second, {max(left, 0):,.0f} s"
            " left"
        )

    def close(self) -> None:
        """Remove the bar from the terminal."""
        if self._bar is not None:
            self._bar.close()
