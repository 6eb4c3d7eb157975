"""Tests that detected organisations and people are stored once, counted, and kept by a reparse."""

from pathlib import Path

import pytest

from archive.importing import load_gazetteer_rows
from archive.models import Article, Entity, FileReport, Mention
from ingest.mentions import Gazetteer
from tests.saved_files import dump, plain, run_import, save

pytestmark = pytest.mark.usefixtures("archive")

TEXT = (
    "Ri Chol Su, manager of the Undok Salt Works in Munmu-ri, Zoram County, spoke. The Undok Salt"
    " Works is new."
)


def entities() -> list[tuple[str, str, int]]:
    results = Entity.objects.filter(is_listed=False).order_by("kind", "slug")
    return [(item.kind, item.slug, Mention.objects.filter(entity=item).count()) for item in results]


def test_found_names_become_entities_once(folder: Path) -> None:
    save(folder, "a", plain("Salt of Undok", TEXT))
    save(
        folder,
        "b",
        plain("More Salt of Undok", f"{TEXT} Nothing else happened on the day after it."),
    )
    assert run_import(folder).counts == {"created": 2}
    assert Article.objects.count() == 2
    assert ("organisation", "undok-salt-works", 4) in entities()
    assert ("person", "ri-chol-su", 2) in entities()
    mention = Mention.objects.filter(entity__slug="undok-salt-works").order_by("pk").first()
    assert mention is not None
    assert (mention.text, mention.rule) == ("Undok Salt Works", "organisation-grammar")


def test_a_reparse_keeps_found_names(folder: Path) -> None:
    save(folder, "a", plain("Salt of Undok", TEXT))
    run_import(folder)
    before = dump(with_ids=True)
    assert run_import("--reparse").counts == {"unchanged": 1}
    assert dump(with_ids=True) == before


def test_a_listed_name_without_an_entity_fails_instead_of_losing_its_mention(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load_before_a_rename() -> Gazetteer:
        gazetteer = load_gazetteer_rows()
        Entity.objects.filter(slug="kujang").update(slug="renamed")
        return gazetteer

    monkeypatch.setattr("archive.importing.run.load_gazetteer_rows", load_before_a_rename)
    save(folder, "a", plain("News", "Builders of Kujang County opened a bridge."))
    save(folder, "b", plain("Other News", "Spring came, and the workers opened a school."))
    assert run_import(folder).counts == {"created": 1, "failed": 1}
    assert "KeyError: 'kujang'" in FileReport.objects.get().traceback
