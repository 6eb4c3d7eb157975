"""One load test, from the first file to the last check."""

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.addresses import ArchiveValues, list_addresses
from tests.bench.figures import spread_of
from tests.bench.files import FOLDER, write_files
from tests.bench.process_usage import machine
from tests.bench.run import commit, versions
from tests.bench.web_server import serving
from tests.bench.workspace import Workspace
from tests.conftest import ROOT
from tests.front_servers.servers import HOST, SITE, FrontServer, front_server
from tests.load.broken_clients import be_broken
from tests.load.corrector import NAME, PASSWORD, correct_titles
from tests.load.processes import Crowd, crowd, running
from tests.load.readers import Reading, reading
from tests.load.slow_clients import be_slow
from tests.waiting import wait_until

MOST_RATIO = 2.0
"""The p95 of readers beside everything else may be at most this number times their p95 alone."""

SETTINGS = {
    "DATELINE_URL": SITE,
    "DATELINE_HTTPS": "1",
    "DATELINE_TRUSTED_PROXIES": "1",
    "DATELINE_ALLOWED_HOSTS": f"{HOST},127.0.0.1",
    "DATELINE_ADMIN_PASSWORD": PASSWORD,
}
_WARM_SECONDS = 6.0
_LISTS_PER_FILTER = 16
_COMPARED = 30  # random lists that are compared with SQL after the run
_IMPORT_SECONDS = 300.0  # an import that takes longer is a fault
# Statuses of 500 and more that a broken request may get: nginx does not know its transfer encoding,
# or its version of HTTP.
_REFUSALS = {501, 505}
_SERVER_FAULT = re.compile(r"\[(ERROR|CRITICAL)\]| (ERROR|CRITICAL) |^Traceback")
_NGINX_FAULT = re.compile(
    r"\[(error|alert|emerg)\].*(upstream (prematurely|timed)|no live upstreams|worker_connections"
    r"|(connect|recv|send|writev)\(\).*failed)"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of a load test.

    The archive has `count` files. Both parts take `seconds`; the second part also waits for the
    last import. Each import has `files` new files. `pause` is the mean time in seconds between two
    requests of a reader.
    """

    count: int = 10_000
    files: int = 500
    seconds: float = 30.0
    readers: int = 16
    pause: float = 0.0
    slow: int = 48
    broken: int = 12


def run(folder: Path, plan: Plan) -> dict[str, Any]:
    """Return the figures of a load test in an empty folder; `faults` lists what went wrong."""
    workspace = Workspace(folder, SETTINGS)
    figures: dict[str, Any] = {
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "commit": commit(),
        "machine": machine(),
        "versions": versions(),
        "plan": asdict(plan),
    }
    _report(f"Generating and importing {plan.count:,} files …")
    workspace.fill(plan.count)
    workspace.manage("make_admin", NAME)
    batches = _write_batches(workspace, plan)
    faults: list[str] = []
    with _site(workspace) as front:
        figures |= _parts(workspace, plan, front, batches, faults)
        _report("Checking the archive …")
        faults += _faults_afterwards(front, figures.pop("words"))
    faults += _faults_in_log(workspace.folder / "server.txt", _SERVER_FAULT)
    faults += _faults_in_log(workspace.folder / "nginx.txt", _NGINX_FAULT)
    faults += _differences_from_sql(workspace)
    figures["ratio"] = round(figures["beside"]["p95_ms"] / max(0.01, figures["alone"]["p95_ms"]), 2)
    return figures | {"faults": faults}


@contextmanager
def _site(workspace: Workspace) -> Iterator[FrontServer]:
    """Run gunicorn and nginx inside a `with` block."""
    folder = workspace.folder / "nginx"
    folder.mkdir()
    with (
        serving(workspace) as server,
        front_server("nginx", server.port, folder, workspace.folder / "nginx.txt") as front,
    ):
        yield front


def _write_batches(workspace: Workspace, plan: Plan) -> list[Path]:
    """Write the files of all imports that can run in `plan.seconds`; return their folders."""
    most = 1 + int(plan.seconds // 2)
    first = -(-plan.count // FOLDER) * FOLDER
    folders = [workspace.folder / f"new-{number}" for number in range(most)]
    for number, folder in enumerate(folders):
        step = -(-plan.files // FOLDER) * FOLDER
        write_files(folder, plan.files, first=first + number * step)
    return folders


def _parts(
    workspace: Workspace,
    plan: Plan,
    front: FrontServer,
    batches: Sequence[Path],
    faults: list[str],
) -> dict[str, Any]:
    """Let readers read alone, then beside everything else; return the figures of both parts.

    What goes wrong is added to `faults`.
    """
    values = ArchiveValues(workspace.database)
    searches = [
        [one.path for one in list_addresses(values, seed, _LISTS_PER_FILTER)] for seed in range(3)
    ]

    def readers(part: int) -> Any:
        return reading(front, searches[part], plan.readers, plan.pause, part)

    workspace.warm_disk_cache()
    _report("Warming up …")
    with readers(0) as warming:
        time.sleep(min(_WARM_SECONDS, plan.seconds))
        faults += _together(warming).faults
    _report(f"{plan.readers} readers alone …")
    with readers(1) as readers_alone:
        started = time.monotonic()
        time.sleep(plan.seconds)
        alone = _together(readers_alone)
        alone_seconds = time.monotonic() - started
    _report("The same beside imports, corrections, slow and broken clients …")
    with ExitStack() as stack:
        slow = stack.enter_context(crowd(be_slow, [(front, plan.slow)]))
        broken = stack.enter_context(crowd(be_broken, [(front, plan.broken)]))
        staff = stack.enter_context(crowd(correct_titles, [(front, workspace.environment)]))
        time.sleep(min(3.0, plan.seconds))  # until the slow clients have all their connections
        readers_beside = stack.enter_context(readers(2))
        started = time.monotonic()
        imports = list(_imports(workspace, plan, batches, started + plan.seconds))
        beside = _together(readers_beside)
        beside_seconds = time.monotonic() - started
        (corrections,) = staff.end()
        (slow_outcomes,), (broken_outcomes,) = slow.end(), broken.end()
    faults += [f"reader alone: {fault}" for fault in alone.faults]
    faults += [f"reader beside: {fault}" for fault in beside.faults]
    faults += corrections.faults
    faults += [fault for one in imports for fault in one.pop("faults")]
    faults += _unexpected(slow_outcomes + broken_outcomes)
    return {
        "alone": _spread(alone, alone_seconds),
        "beside": _spread(beside, beside_seconds),
        "imports": imports,
        "corrections": spread_of(corrections.seconds),
        "slow": dict(sorted(slow_outcomes.items())),
        "broken": dict(sorted(broken_outcomes.items())),
        "words": corrections.words,
    }


def _together(readers: Crowd) -> Reading:
    """Tell the readers to end; return everything that they got."""
    everything = Reading()
    for one in readers.end():
        everything.add(one)
    return everything


def _imports(
    workspace: Workspace, plan: Plan, batches: Sequence[Path], end: float
) -> Iterator[dict[str, Any]]:
    """Import one batch after another until `end`, a value of time.monotonic; yield figures."""
    for batch in batches:
        yield _import(workspace, plan.files, batch)
        if time.monotonic() > end:
            return
    time.sleep(max(0.0, end - time.monotonic()))


def _import(workspace: Workspace, count: int, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "manage.py", "import_articles", str(folder)]
    started = time.monotonic()
    report = folder.with_suffix(".txt")
    with (
        report.open("w") as file,
        running(
            command,
            cwd=ROOT,
            env=workspace.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        status = process.wait(_IMPORT_SECONDS)
    seconds = time.monotonic() - started
    text = report.read_text()
    faults = []
    # The status is 1 if files were rejected; some of the generated files are not articles.
    if status not in (0, 1) or f": {count:,} files in " not in text or _NONE_FAILED not in text:
        faults.append(f"the import of {folder.name} ended with {status}: {text[-2_000:]}")
    return {"files": count, "seconds": round(seconds, 2), "faults": faults}


_NONE_FAILED = f"  {'failed':<10}{0:>9,}"


def _unexpected(outcomes: Counter[str]) -> list[str]:
    """Return the outcomes of slow and broken clients that are errors of the site."""
    statuses = ((outcome, re.search(r": (5\d\d)", outcome)) for outcome in outcomes)
    return [
        f"client with {outcome} ({outcomes[outcome]})"
        for outcome, status in statuses
        if status and int(status[1]) not in _REFUSALS
    ]


def _spread(done: Reading, seconds: float) -> dict[str, Any]:
    """Return the percentiles of readers, their requests a second, and their slowest addresses."""
    slowest = sorted(done.visits, key=lambda visit: -visit.seconds)[:8]
    return spread_of([visit.seconds for visit in done.visits]) | {
        "requests_a_second": round(len(done.visits) / seconds, 1),
        "statuses": dict(Counter(str(visit.status) for visit in done.visits)),
        "slowest": [{"ms": round(one.seconds * 1_000), "path": one.path} for one in slowest],
    }


def _faults_afterwards(front: FrontServer, words: Iterable[str]) -> list[str]:
    """Return faults: the site must be well, and each corrected title must be found."""
    try:
        wait_until(lambda: _is_well(front))
    except AssertionError:
        answer = front.request("/healthz")
        return [f"/healthz: {answer.status} {answer.body.decode()}"]
    faults = []
    for word in words:
        answer = front.request(f"/articles/?q=title%3A{word}")
        if answer.status != 200 or answer.body.count(b'<li class="row">') != 1:
            faults.append(f"the corrected title with “{word}” is not found")
    return faults


def _is_well(front: FrontServer) -> bool:
    answer = front.request("/healthz")
    return answer.status == 200 and b"\nindex: ready\n" in answer.body


def _faults_in_log(log: Path, fault: re.Pattern[str]) -> list[str]:
    lines = [line for line in log.read_text(errors="replace").splitlines() if fault.search(line)]
    return [f"{log.name}: {line}" for line in lines[:20]]


def _differences_from_sql(workspace: Workspace) -> list[str]:
    """Compare random lists and their counts with plain SQL."""
    call = f"from tests.listing.compare_counts import say_sound; say_sound({_COMPARED})"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", call],
        cwd=ROOT,
        env=workspace.environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if done.stdout == "sound\n" else [f"counts differ from SQL: {done.stderr[-2_000:]}"]


def _report(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
