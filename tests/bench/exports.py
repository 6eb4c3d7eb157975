"""Takes away whole lists from a running server, and measures rate and memory."""

import http.client
import time
from typing import Any

from tests.bench.web_server import Server

PATHS = ("/articles.csv", "/articles.jsonl", "/articles.zip", "/organisations.csv")
_CHUNK = 1 << 20
_EVERY = 0.5  # seconds after which the memory is looked at again


def measure(server: Server) -> list[dict[str, Any]]:
    """Return the figures of each of these files: rows, bytes, seconds, and the server's memory.

    The memory, in MB, is that of all processes of the server without shared pages counted twice:
    before the file, at most while it is sent, and after it.
    """
    return [_take(server, path) for path in PATHS]


def _take(server: Server, path: str) -> dict[str, Any]:
    before = most = server.memory()["total_mb"]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    size, looked = 0, started
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if time.perf_counter() - looked > _EVERY:
            most, looked = max(most, server.memory()["total_mb"]), time.perf_counter()
    seconds = time.perf_counter() - started
    connection.close()
    rows = int(answer.headers["X-Total-Count"])
    return {
        "path": path,
        "status": answer.status,
        "rows": rows,
        "bytes": size,
        "seconds": round(seconds, 2),
        "rows_a_second": round(rows / seconds),
        "memory_before": before,
        "memory_most": most,
        "memory_after": server.memory()["total_mb"],
    }
