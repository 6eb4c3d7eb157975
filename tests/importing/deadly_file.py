"""A file that kills the process which reads it. Without Django, as all that a worker loads."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from ingest.mentions import Gazetteer
from ingest.pipeline import FileResult
from ingest.workers import Task


@dataclass(frozen=True, slots=True)
class Deadly(Task):
    """With `remains`, a file that is left behind, only the first reading kills."""

    remains: Path | None = None

    def read(self, gazetteer: Gazetteer) -> FileResult:
        if self.remains is None or not self.remains.exists():
            if self.remains:
                self.remains.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Task.read(self, gazetteer)
