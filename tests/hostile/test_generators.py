"""Test that the hostile requests depend only on the seed, and use all parts of the site."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice

import pytest

from archive.listing.article_filter import ArticleFilter
from archive.search import FACETS
from archive.search.query.tokens import FIELDS
from tests.conftest import ROOT
from tests.hostile.addresses import hostile_addresses
from tests.hostile.amount import Amount
from tests.hostile.header_values import VALUES
from tests.hostile.headers import hostile_headers
from tests.hostile.recipes import random_recipes
from tests.hostile.searches import hostile_searches
from tests.hostile.site_map import SiteMap, url_patterns

SITE = SiteMap(
    patterns=(
        ("articles/%(pk)s/", ("pk",)),
        ("places/%(slug)s/", ("slug",)),
        ("admin/archive/article/%(object_id)s/change/", ("object_id",)),
    ),
    values={"pk": ("1", "2"), "slug": ("kujang",), "date": ("2025", "2025-04")},
    parameters=("q", "date", "page"),
    fields=("q",),
    links=("/articles/?q=iron", "/places/"),
)
WORDS = ("iron", "ore", "factory")

Make = Callable[[int, int, int], Iterator[object]]
MAKERS: dict[str, Make] = {
    "addresses": lambda seed, count, first: hostile_addresses(SITE, seed, count, first),
    "searches": lambda seed, count, first: hostile_searches(SITE, WORDS, seed, count, first),
    "headers": lambda seed, count, first: hostile_headers(seed, count, first),
    "files": lambda seed, count, first: islice(random_recipes(seed, first + count), first, None),
}


def made(kind: str, seed: int, count: int = 200, first: int = 0) -> list[str]:
    """Return what a generator makes, without the seeds in the names."""
    return [re.sub(r"\d+\.\d+", "", repr(one)) for one in MAKERS[kind](seed, count, first)]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_seed_makes_always_the_same_and_another_seed_others(kind: str) -> None:
    assert made(kind, 1) == made(kind, 1)
    assert made(kind, 1, 50, 100) == made(kind, 1)[100:150]
    same = sum(one == other for one, other in zip(made(kind, 1), made(kind, 2), strict=True))
    assert same < 20
    assert len(set(made(kind, 1))) > 150


def test_the_environment_chooses_the_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Amount().environment:
        monkeypatch.delenv(name, raising=False)
    assert Amount.chosen() == Amount(500, 1, 0)
    chosen = Amount(5, 77, 1_234)
    for name, value in chosen.environment.items():
        monkeypatch.setenv(name, value)
    assert Amount.chosen() == chosen


def test_the_sequence_is_the_same_in_every_process() -> None:
    call = "from tests.hostile.test_generators import *; print(digest())"
    printed = {
        subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", call],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert printed == {f"{digest()}\n"}


def digest() -> str:
    """Return a hash of some of what each generator makes."""
    return sha256(repr([made(kind, 1, 50) for kind in MAKERS]).encode()).hexdigest()


def test_every_pattern_and_parameter_of_the_site_is_used(site: SiteMap) -> None:
    assert set(ArticleFilter.get_filters()) | {"find", "by", "letter", "names"} <= set(
        site.parameters
    )
    assert {"pk", "slug", "name", "short_id", "object_id", *FACETS} <= set(site.values)
    requests = list(hostile_addresses(site, 1, 9_000))
    for name in site.parameters:
        assert any(f"{name}=" in request.target for request in requests), name
    for pattern, _names in url_patterns():
        as_path = re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(f"/{pattern}"))
        assert any(re.match(as_path, request.target) for request in requests), pattern


def test_every_search_field_and_every_header_is_used() -> None:
    searches = " ".join(made("searches", 1, 700))
    assert not [name for name in FIELDS if f"{name}%3A" not in searches]
    headers = " ".join(made("headers", 1, Amount().count)).lower()
    assert not [name for name in VALUES if f"{name}:".lower() not in headers]
