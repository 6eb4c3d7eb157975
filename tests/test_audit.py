"""Tests of the search for vulnerable packages."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import audit
from tests.audit import LOCK, audit_of, run_audit

SAFE: dict[str, Any] = {"name": "owl", "version": "1.0", "vulns": []}
WEAK: dict[str, Any] = {
    "name": "lark",
    "version": "2.0",
    "vulns": [
        {"id": "PYSEC-2026-1", "fix_versions": ["2.1"]},
        {"id": "PYSEC-2026-2", "fix_versions": []},
    ],
}
UNKNOWN: dict[str, Any] = {"name": "wren", "skip_reason": "Dependency not found: wren (3.0)"}


def test_a_vulnerable_package_fails_the_audit() -> None:
    assert audit_of([SAFE, WEAK, UNKNOWN]) == (
        [
            "lark 2.0: PYSEC-2026-1, fixed in 2.1",
            "lark 2.0: PYSEC-2026-2, fixed in no version yet",
            "Known vulnerabilities: 2.",
            "Not checked, because the index does not know them: wren.",
        ],
        1,
    )


def test_safe_packages_pass_the_audit() -> None:
    assert audit_of([SAFE]) == (["None of the 1 packages has a known vulnerability."], 0)


def test_an_audit_without_an_answer_about_any_package_says_that_it_was_skipped() -> None:
    assert audit_of([UNKNOWN]) == (
        ["The search for vulnerable packages was skipped: Dependency not found: wren (3.0)"],
        0,
    )


def test_an_index_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    ((line,), status) = run_audit(LOCK)
    assert line.startswith("The search for vulnerable packages was skipped: ")
    assert "127.0.0.1" in line
    assert status == 0


def test_an_index_that_does_not_answer_in_time_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(command: list[str], timeout: float, **_options: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(audit.subprocess, "run", slow)
    assert run_audit(Path("any.lock")) == (
        ["The search for vulnerable packages was skipped: there was no answer within 300 seconds"],
        0,
    )
