"""Print the contents of an archive and the state of its index, as JSON.

The environment variables DATABASE_URL and DATELINE_STATE_DIR name the archive. Tests that run
imports in other processes call this module as `python -m tests.importing.print_dump`.
"""

import json

import django


def main() -> None:
    django.setup()
    from archive import search
    from archive.models import ImportRun
    from tests.saved_files import dump

    search.catch_up()
    status = search.status()
    results = search.search(search.SearchQuery())
    runs = [
        [run.finished_at is not None, run.created_count] for run in ImportRun.objects.order_by("pk")
    ]
    print(
        json.dumps(
            {
                "rows": repr(dump()),
                "index": [status.state, status.reached, results.total],
                "runs": runs,
            }
        )
    )


if __name__ == "__main__":
    main()
