"""Run a command with DATABASE_URL set to a temporary PostgreSQL.

    python -m tests.postgres pytest

The server has a temporary folder and a free loopback port. After the command, the server is stopped
and the folder is removed.
The programs of PostgreSQL are searched for on PATH and in the folder where Debian installs them.
These programs refuse to run as root. So if root runs this command, they run as another user.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def find_programs() -> Path:
    """Return the folder of initdb and pg_ctl. If there is none, exit with a message."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -float(folder.parent.name)
    )
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    sys.exit(
        "No PostgreSQL server found (initdb, pg_ctl). On Debian and Ubuntu: apt install postgresql"
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def server_user() -> str | None:
    """Return the account that runs the server; None for the current user, who is not root."""
    if os.geteuid() != 0:
        return None
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server inside a `with` block; yield its DATABASE_URL."""
    programs, user, port = find_programs(), server_user(), free_port()
    with tempfile.TemporaryDirectory(prefix="dateline-postgres-") as folder:
        if user:
            shutil.chown(folder, user)
        data = Path(folder) / "data"

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), *arguments]
            done = subprocess.run(
                command, user=user, cwd=folder, capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(f"{program} failed:\n{done.stdout}{done.stderr}")

        run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "dateline",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
        )
        # Autovacuum is off, because its statistics could be made while the tables of a test are
        # still empty. PostgreSQL would then choose slow plans for the queries of this test.
        options = (
            f"-c autovacuum=off -c listen_addresses=127.0.0.1 -c port={port} -c"
            " unix_socket_directories= -c fsync=off"
        )
        run("pg_ctl", "-D", str(data), "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgres://dateline@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    """Run the command while a server is running; return the exit status of the command.

    The server also stops when this program is terminated.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with server() as url:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
