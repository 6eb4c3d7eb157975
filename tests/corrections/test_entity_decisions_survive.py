"""Test that loading the data files and importing keep all decisions about entities.

The tests run the real commands over files, with the real name finder and the real index.
"""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from archive.corrections import undo
from archive.corrections.entity_decisions import (
    add_spelling,
    ban,
    describe,
    merge,
    rename,
    split_off,
)
from archive.corrections.entity_spellings import names_of
from archive.display.labels import moved_entity
from archive.models import Article, Decision, Entity
from archive.search import SearchQuery, search
from tests.saved_files import run_import

pytestmark = pytest.mark.django_db(transaction=True)

SPOKEN_OF = ("kusong", "kujang", "sinuiju-textile-mill", "hamju")


def everything() -> Any:
    """Return the number of articles of each entity, and the names of entities with decisions."""
    counts: dict[str, int] = {}
    for kind in ("place", "organisation", "person"):
        found = search(SearchQuery(complete=kind, page_size=1, with_snippets=False)).counts[kind]
        slugs = dict(Entity.objects.filter(pk__in=found).values_list("pk", "slug"))
        counts |= {slugs[pk]: count for pk, count in found.items() if count and pk in slugs}
    meant = {
        moved_entity(kind, slug) for slug in SPOKEN_OF for kind in ("place", "organisation")
    } - {""}
    spoken = Entity.objects.filter(slug__in=meant).order_by("slug")
    names = {each.slug: {(name.name, name.kind) for name in names_of([each.pk])} for each in spoken}
    return (
        counts,
        names,
        [(each.slug, each.name, each.description, each.site_id) for each in spoken],
    )


def read_everything_again(folder: Path) -> None:
    call_command("load_gazetteer", verbosity=0)
    assert run_import("--reparse").status == 0
    assert run_import(folder).status == 0


def test_decisions_about_entities_survive_data_files_and_imports(
    seeds_imported: Path, ada: User
) -> None:
    before = everything()
    kusong, kujang, mill, hamju = (Entity.objects.get(slug=slug) for slug in SPOKEN_OF)
    assert before[0]["kusong"] == 2
    decisions = [
        rename(kusong, "Kusong Town", "kusong-town", "they say so", ada),
        merge(kujang, Entity.objects.get(pk=kusong.pk), "the same", ada),
        ban(mill, "Sinuiju Textile Mill", "no name", ada),
        split_off(hamju, "Humju", "another one", ada),
        describe(mill, {"description": "Makes cloth.", "site": kusong}, "read it", ada),
        add_spelling(mill, "Sinuiju Mill", "variant", "seen in a letter", ada),
    ]
    said = everything()
    assert (
        said[0]["kusong-town"] == 2
        and "kujang" not in said[0]
        and "sinuiju-textile-mill" not in said[0]
    )
    assert said[0]["humju"] == 1 and "hamju" not in said[0]
    assert moved_entity("place", "kujang") == moved_entity("place", "kusong") == "kusong-town"
    read_everything_again(seeds_imported)
    assert everything() == said
    for decision in decisions:
        undo(decision, ada)
    read_everything_again(seeds_imported)
    assert everything() == before
    assert Decision.objects.filter(waiting__isnull=False).count() == 0
    assert not Article.objects.filter(is_corrected=True).exists()
