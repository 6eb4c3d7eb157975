"""Test that an import leaves the processors to the web server: it has a low priority."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.saved_files import write_pages
from tests.separate_archive import SeparateArchive
from tests.waiting import wait_until

NICENESS = 10
LOWEST = 19  # the system has no lower priority


def test_the_command_has_a_low_priority(
    make_archive: Callable[[], SeparateArchive], tmp_path: Path
) -> None:
    archive = make_archive()
    process = archive.start("--workers", "1", str(write_pages(tmp_path / "pages", 30)))
    # The process is not reaped before `communicate`, so its priority can be read until then.
    wait_until(lambda: archive.stored_count() > 0 or process.poll() is not None)
    priority = os.getpriority(os.PRIO_PROCESS, process.pid) if process.poll() is None else None
    _output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert priority == min(own + NICENESS, LOWEST)
