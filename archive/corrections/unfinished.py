"""Finishes decisions whose process was killed, or had no time, before all articles were updated.

Each process of the web server has a thread that looks for such decisions. A decision that another
process is applying makes progress from one look to the next, so it is left alone.
"""

import time

from archive.corrections.propagation import spread
from archive.database.background_loop import log_errors, run_in_each_process
from archive.models import Decision

LOOK_SECONDS = 5.0  # between two looks


def start_finishing() -> None:
    """Start the thread in this process and in every process that is forked from it."""
    run_in_each_process(_finish, "decision-finisher")


class Finisher:
    """Finishes decisions that made no progress since the last look."""

    def __init__(self) -> None:
        self._seen: dict[int, object] = {}

    def look(self) -> None:
        """Finish these decisions. If all decisions are applied, this takes one database query."""
        waiting = list(Decision.objects.filter(waiting__isnull=False).order_by("pk"))
        for decision in waiting:
            if self._seen.get(decision.pk) == decision.waiting:
                spread(decision)
        self._seen = {decision.pk: decision.waiting for decision in waiting if decision.waiting}


def _finish() -> None:
    finisher = Finisher()
    while True:
        time.sleep(LOOK_SECONDS)
        log_errors(finisher.look)
