"""What all tests share: a state folder of their own each, and in CI no test may be skipped."""

import os
from pathlib import Path

import pytest
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
CORPUS = ROOT.parent / "shared" / "corpus"

skipped: list[str] = []


@pytest.fixture(autouse=True)
def state_dir(tmp_path: Path, settings: Settings) -> Path:
    """Each test has an index folder of its own."""
    settings.STATE_DIR = tmp_path / "var"
    settings.INDEX_DIR = settings.STATE_DIR / "index"
    settings.STATE_DIR.mkdir()
    return settings.STATE_DIR


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """CI installs everything that a test could miss, so there a skipped test is a failure."""
    if skipped and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for test in skipped:
        terminalreporter.write_line(f"SKIPPED {test}", yellow=True)
    if skipped and os.environ.get("CI"):
        terminalreporter.write_line(f"CI: {len(skipped)} skipped, and none may be", red=True)
