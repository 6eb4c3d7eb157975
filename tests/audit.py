"""Look for known vulnerabilities in the packages that Dateline runs with: python -m tests.audit.

pip-audit asks the Python package index for the advisories about each version in requirements.lock.
If there is no answer, the check is skipped, and the output says why.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import ROOT

LOCK = ROOT / "requirements.lock"
_SECONDS = 300  # for all packages together; pip-audit tries several times to reach the index


class Audit(NamedTuple):
    """The lines to print, and the exit status: 1 if a package has a known vulnerability, else 0."""

    lines: list[str]
    status: int


def run_audit(lock: Path) -> Audit:
    """Return the audit of the packages in a lock file."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps"]
    command += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return _skipped(f"there was no answer within {_SECONDS} seconds")
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = done.stderr.strip().splitlines() or ["pip-audit printed nothing"]
        return _skipped(reason[-1])
    return audit_of(dependencies)


def audit_of(dependencies: list[dict[str, Any]]) -> Audit:
    """Return the audit of `dependencies`, the list in the JSON output of pip-audit.

    Each item has a "name". If the package was checked, the item also has the "version" and the list
    of vulnerabilities "vulns"; otherwise it has a "skip_reason".
    """
    audited = [package for package in dependencies if "skip_reason" not in package]
    missing = [package for package in dependencies if "skip_reason" in package]
    if not audited:
        reason = missing[0]["skip_reason"] if missing else "the lock file names no package"
        return _skipped(str(reason))
    lines = [
        f"{package['name']} {package['version']}: {entry['id']}, fixed in"
        f" {', '.join(entry['fix_versions']) or 'no version yet'}"
        for package in audited
        for entry in package["vulns"]
    ]
    status = 1 if lines else 0
    lines.append(f"Known vulnerabilities: {len(lines)}.")
    if not status:
        lines = [f"None of the {len(audited)} packages has a known vulnerability."]
    if missing:
        names = ", ".join(str(package["name"]) for package in missing)
        lines.append(f"Not checked, because the index does not know them: {names}.")
    return Audit(lines, status)


def _skipped(reason: str) -> Audit:
    return Audit([f"The search for vulnerable packages was skipped: {reason}"], 0)


if __name__ == "__main__":
    audit = run_audit(LOCK)
    print("\n".join(audit.lines))
    sys.exit(audit.status)
