"""Test the systemd unit in docs/: it is valid, restricts the server, and starts it."""

import ctypes
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.postgres import free_port
from tests.separate_archive import SeparateArchive
from tests.server import Site
from tests.waiting import TIMEOUT, wait_until

UNIT = ROOT / "docs" / "dateline.service"
HIGHEST_EXPOSURE = 20  # of the exposures (0 to 100) of systemd-analyze; without limits it is 92
MDWE = (65, 1, 0, 0, 0)  # prctl's PR_SET_MDWE, by which MemoryDenyWriteExecute works (Linux 6.3)

STRICT = {
    "UMask": "0077",
    "ProtectSystem": "strict",
    "ReadWritePaths": "/srv/dateline/var",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "RestrictSUIDSGID": "yes",
    "RestrictNamespaces": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectControlGroups": "yes",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service ~@privileged @resources",
}


def keys(text: str) -> dict[str, str]:
    """Return the keys of a unit; the values of a repeated key are joined by spaces."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if match := re.fullmatch(r"(\w+)=(.*)", line):
            found[match[1]] = f"{found.get(match[1], '')} {match[2]}".strip()
    return found


def with_paths_of_this_machine(text: str) -> str:
    """Return the unit with the folder of this Python instead of /srv/dateline/.venv/bin."""
    programs = str(Path(sys.executable).parent)
    return text.replace("/srv/dateline/.venv/bin", programs).replace("/srv/dateline", str(ROOT))


def test_the_unit_limits_what_the_server_may_do() -> None:
    unit = keys(UNIT.read_text())
    assert STRICT.items() <= unit.items()
    assert re.fullmatch(r"\d+[MG%]", unit["MemoryMax"])
    assert unit["User"] == unit["Group"] == "dateline"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    copy = tmp_path / "dateline.service"
    copy.write_text(with_paths_of_this_machine(UNIT.read_text()))
    analyze("verify", str(copy))
    analyze("security", "--offline=true", f"--threshold={HIGHEST_EXPOSURE}", str(copy))


def analyze(*arguments: str) -> None:
    """Run systemd-analyze; its exit status must be 0, and it must print nothing about the unit."""
    done = subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "dateline.service" not in done.stderr


def test_the_command_of_the_unit_starts_the_server(
    make_archive: Callable[[], SeparateArchive], collected_static_folder: Path, tmp_path: Path
) -> None:
    """Run the command with the unit's umask and memory rule; wait until the server says READY=1.

    systemd waits for READY=1 because of `Type=notify`. The memory rule has no effect in a kernel
    before Linux 6.3.
    """
    archive, site = make_archive(), Site(free_port())
    state = Path(archive.environment["DATELINE_STATE_DIR"])
    (state / "static").symlink_to(collected_static_folder)
    unit = keys(with_paths_of_this_machine(UNIT.read_text()))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifications:
        notifications.bind(str(tmp_path / "notify"))
        notifications.settimeout(TIMEOUT)
        server = subprocess.Popen(
            shlex.split(unit["ExecStart"]),
            cwd=unit["WorkingDirectory"],
            env=archive.environment
            | {
                "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{site.port}",
                "NOTIFY_SOCKET": str(tmp_path / "notify"),
            },
            umask=int(unit["UMask"], 8),
            preexec_fn=lambda: ctypes.CDLL(None).prctl(*MDWE),
            stderr=subprocess.DEVNULL,
        )
        try:
            assert notifications.recv(1000).startswith(b"READY=1")
            wait_until(site.is_up)
            assert site.get("/articles/").status == 200
            assert site.get("/healthz").status == 200
        finally:
            server.terminate()
            assert server.wait(timeout=TIMEOUT) == 0
