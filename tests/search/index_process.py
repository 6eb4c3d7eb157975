"""Runs steps of tests of the index in a separate process, which a test can kill.

`python -m tests.search.index_process VERB[,VERB…] [COUNT]` runs the verbs one after another: each
verb is a function of this module. DATELINE_STATE_DIR must be set. The body of each version of an
article has a word that no other version has, so that `verify` can tell old documents of the index
from new ones.
"""

import itertools
import os
import random
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive import search  # noqa: E402
from archive.models import ArchiveVersion, Article  # noqa: E402

BUSY_SECONDS = 2.0


def fill(count: int) -> None:
    """Create an archive with `count` articles and no index.

    All articles have the same archive version.
    """
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        Article.objects.bulk_create(
            [
                Article(title=f"Article {number}", body=f"start{number} " + "iron and steel " * 100)
                for number in range(count)
            ]
        )
        ArchiveVersion.stamp(Article.objects.values_list("pk", flat=True))


def write(count: int) -> None:
    """Change articles in `count` transactions, numbered from 0.

    After each transaction, update the index and print the number of the transaction.
    """
    ids = list(Article.objects.values_list("pk", flat=True))
    chance = random.Random()
    for number in range(count):
        with transaction.atomic():
            chosen = chance.sample(ids, 3)
            for pk in chosen:
                is_withdrawn = chance.random() < 0.2
                Article.objects.filter(pk=pk).update(
                    body=f"state{os.getpid()}x{number}x{pk} coal",
                    withdrawn_at=timezone.now() if is_withdrawn else None,
                    withdrawn_reason="test" if is_withdrawn else "",
                )
            ArchiveVersion.stamp(chosen)
        search.catch_up()
        print(number, flush=True)


def die_after_commit(_count: int) -> None:
    """Change an article and end the process before the index catches up."""
    article = Article.objects.earliest("pk")
    with transaction.atomic():
        article.body = "zebra"
        article.save()
        ArchiveVersion.stamp([article.pk])


def follow(_count: int) -> None:
    """Call `catch_up` without a pause for BUSY_SECONDS."""
    print("following", flush=True)
    end = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < end:
        search.catch_up()


def catch_up(_count: int) -> None:
    print("catching up", flush=True)
    search.catch_up()


def rebuild(_count: int) -> None:
    print("rebuilding", flush=True)
    search.rebuild()


def state(_count: int) -> None:
    print(search.status().state.value, flush=True)


def wait_until_ready(_count: int) -> None:
    """Wait, at most 30 seconds, until another process has updated the index."""
    deadline = time.monotonic() + 30
    while search.status().state != search.IndexState.READY and time.monotonic() < deadline:
        time.sleep(0.1)


def verify(_count: int) -> None:
    """Print "sound" if the index has exactly the latest versions of the public articles."""
    everything = search.search(search.SearchQuery(with_counts=False, with_snippets=False))
    public = dict(Article.objects.public().values_list("pk", "body"))
    wrong = [
        pk
        for pk, body in public.items()
        if search.search(
            search.SearchQuery(words=body.split()[0], with_counts=False, with_snippets=False)
        ).ids
        != (pk,)
    ]
    index_status = search.status()
    if wrong or everything.total != len(public) or index_status.state != search.IndexState.READY:
        print(f"{len(wrong)} wrong articles; {everything.total} of {len(public)} found")
        print(index_status)
    else:
        print("sound")


VERBS = {
    verb.__name__: verb
    for verb in (
        *(fill, write, die_after_commit, follow, catch_up, rebuild),
        *(state, wait_until_ready, verify),
    )
}

if __name__ == "__main__":
    verbs, count = itertools.islice([*sys.argv[1:], "0"], 2)
    for verb in verbs.split(","):
        VERBS[verb](int(count))
