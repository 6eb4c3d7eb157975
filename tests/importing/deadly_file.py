"""A file that kills the process that reads it.

This module does not import Django, because worker processes import it and run without Django.
"""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from ingest.mentions import Gazetteer
from ingest.pipeline import FileResult
from ingest.workers import Task


@dataclass(frozen=True, slots=True)
class Deadly(Task):
    """A file that kills the process that reads it.

    If `remains` is a path, only the first process that reads the file is killed. This process
    creates the path before it dies.
    """

    remains: Path | None = None

    def read(self, gazetteer: Gazetteer) -> FileResult:
        if self.remains is None or not self.remains.exists():
            if self.remains:
                self.remains.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Task.read(self, gazetteer)
