"""Import folders of kept articles into a scratch archive, and check that nothing is lost.

python -m tests.corpus [FOLDER…] [--bare FOLDER=SOURCE]… [--postgres] [--json FILE] [--keep FOLDER]
"""

import json
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import process_usage
from tests.bench.workspace import Workspace, database_settings
from tests.conftest import ROOT
from tests.corpus.floors import broken_floors
from tests.corpus.printout import lines_of
from tests.corpus.run import Bare, run

SCRATCH = ROOT / "var/corpus"
FOLDERS = "CORPUS"
"""The environment variable with the folders, separated by a colon as in PATH."""
BARE_FOLDERS = "CORPUS_BARE"
"""The environment variable with folders of bare texts and their sources: FOLDER=SOURCE:…"""


def main() -> int:
    """Return the exit status: 1 if a limit is not kept, else 0. Without any folder it is 0."""
    given = _arguments()
    folders = [path.resolve() for path in given.folders if path.exists()]
    bare = [one for one in given.bare if one.folder.exists()]
    for path in [*given.folders, *(one.folder for one in given.bare)]:
        if not path.exists():
            print(f"There is no folder {path}.", file=sys.stderr)
    if not folders and not bare:
        print(
            "Nothing to import: the articles are not a part of this project. Name folders of"
            f" saved articles: make corpus FOLDER=…, or set {FOLDERS} in the environment."
        )
        return 0
    if not process_usage.is_available():
        print("The memory of the import is read from /proc, which only Linux has.", file=sys.stderr)
        return 1
    with _scratch(given.keep) as folder, database_settings(is_postgres=given.postgres) as settings:
        figures = run(Workspace(folder, settings), folders, bare)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False))
    print("\n".join(lines_of(figures)))
    broken = list(broken_floors(figures))
    print("\n".join(broken) or "All limits are kept.")
    return 1 if broken else 0


@contextmanager
def _scratch(keep: Path | None) -> Iterator[Path]:
    """Yield a folder for the archive; unless it is `keep`, it is removed afterwards."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=SCRATCH))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.corpus", description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--bare",
        action="append",
        type=_bare,
        metavar="FOLDER=SOURCE",
        help="a folder of bare texts, and their source",
    )
    parser.add_argument("--postgres", action="store_true", help="use a temporary PostgreSQL")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--keep", type=Path, help="work in this new folder, and keep the archive")
    given = parser.parse_args()
    if not given.folders and given.bare is None:
        given.folders = [Path(name) for name in _named(FOLDERS)]
        given.bare = [_bare(name) for name in _named(BARE_FOLDERS)]
    given.bare = given.bare or []
    return given


def _bare(text: str) -> Bare:
    folder, _, source = text.rpartition("=")
    if not folder or not source:
        raise ValueError(text)
    return Bare(Path(folder).resolve(), source)


def _named(variable: str) -> list[str]:
    return [name for name in os.environ.get(variable, "").split(os.pathsep) if name]


if __name__ == "__main__":
    sys.exit(main())
