"""Runs the real server on a free loopback port inside a `with` block."""

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.process_usage import bytes_read_by, memory_of, process_tree
from tests.bench.workspace import Workspace
from tests.conftest import ROOT

WORKERS = 2
_START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def memory(self) -> dict[str, float]:
        """Return the megabytes of the master process, the largest worker and all processes."""
        megabytes = [round(memory_of(pid)[0] / 1e6, 1) for pid in process_tree(self.pid)]
        return {
            "master_mb": megabytes[0],
            "worker_mb": max(megabytes[1:], default=0.0),
            "total_mb": round(sum(megabytes), 1),
        }

    def bytes_read(self) -> int:
        """Return how many bytes the server has read from the disk so far."""
        return bytes_read_by(self.pid)


@contextlib.contextmanager
def serving(workspace: Workspace) -> Iterator[Server]:
    """Run gunicorn as in production, with two workers."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.gunicorn_config"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "archive.wsgi"]
    with (workspace.folder / "server.txt").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=workspace.environment, stdout=log, stderr=log
        )
        try:
            _await(port, process)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status in (200, 301):  # 301 with DATELINE_HTTPS
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    sys.exit("The server did not start; its log is server.txt in the folder of the benchmark.")
