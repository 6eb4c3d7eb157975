"""Tests that files are matched with corrected articles.

A corrected article is found by its parsed values, never by its corrected values.
"""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive import corrections
from archive.importing import SourceResolver
from archive.importing.candidates import Candidates, LookupKeys
from archive.models import Article, Correction, Decision, Entity, Extract, KnownItem, Mention
from ingest.same_article import article_key
from tests.saved_files import Story, kcnawatch, run_import, save, sentences, stories
from tests.sqlite_steps import STEPS, steps_of

pytestmark = pytest.mark.usefixtures("archive")


def untitled(story: Story, more: str = "", listed: str = "") -> str:
    """Return a page with the story but without a title.

    `more` is added to the text, and `listed` is the content of the list "More From KCNA.kp (En)".
    """
    sign_off = f"-0-\n\nwww.kcna.kp ({story.on:%Y.%m.%d}.)"
    return f"{story.body}{more} {sign_off}\n\nMore From KCNA.kp (En)\n\n{listed}More Articles\n"


CORRECTIONS = [
    {"published": "2024-12-20"},
    {"source": "voice-of-korea"},
    {"published": "2024-12-20", "source": "voice-of-korea"},
    {"published": ""},
    {"source": ""},
]


def correct(values: dict[str, str]) -> None:
    user = User.objects.get_or_create(username="corrector")[0]
    corrections.correct(Article.objects.get(), values, "a test", user)


@pytest.mark.parametrize("values", CORRECTIONS)
@pytest.mark.parametrize("is_titled", [True, False])
def test_a_longer_file_without_title_is_stored_with_its_article(
    folder: Path, values: dict[str, str], is_titled: bool
) -> None:
    story = stories(1)[0]
    run_import(save(folder, "a", kcnawatch(story) if is_titled else untitled(story)))
    correct(values)
    fuller = untitled(story, f"\n\n{sentences(7, 1)}")
    assert run_import(save(folder, "b", fuller)).counts == {"updated": 1}
    assert Article.objects.get().extracts.count() == 2


def test_a_corrected_source_or_day_does_not_make_an_article_a_candidate(folder: Path) -> None:
    story = stories(1)[0]
    run_import(save(folder, "a", kcnawatch(story, source="Voice of Korea (EN)")))
    correct({"published": "2024-12-20"})
    assert run_import(save(folder, "b", untitled(story))).counts == {"created": 1}


@pytest.mark.parametrize("values", CORRECTIONS)
def test_a_listed_article_without_title_is_linked_by_what_was_parsed(
    folder: Path, values: dict[str, str]
) -> None:
    listing, listed = stories(2)
    run_import(save(folder, "a", kcnawatch(listed)))
    correct(values)
    block = f"{listed.lead}\n\n{listed.on:%B %d, %Y}\n\n{listed.lead}\n\n"
    run_import(save(folder, "b", untitled(listing, listed=block)))
    assert KnownItem.objects.get().article == Article.objects.get(title=listed.title)


def test_corrections_are_not_read_for_a_page_without_title(folder: Path) -> None:
    story = stories(1)[0]
    run_import(save(folder, "a", kcnawatch(story)))
    correct({"source": "voice-of-korea"})
    article, day = Article.objects.get(), story.on.isoformat()
    lookup = LookupKeys(
        SourceResolver().find("KCNA.kp"), day, "", article_key("kcna-kp", day, ""), "", ""
    )

    def look_up() -> int:
        candidates = Candidates()
        candidates.load([lookup])
        return len(candidates.matching(lookup, ""))

    assert look_up() == 1
    steps = steps_of(look_up)
    mention = Mention.objects.create(entity=Entity.objects.all()[0], article=article, rule="test")
    decision = Decision.objects.get()
    kinds = Correction.Kind
    targets: list[dict[str, Any]] = [
        {"mention": mention, "kind": kinds.MENTION_STATE},
        *(
            {"article": article, "kind": kinds.FIELD, "key": field}
            for field in ("title", "published", "source")
        ),
    ]
    Correction.objects.bulk_create(
        Correction(decision=decision, parsed_value=day, corrected_value=None, **targets[number % 4])
        for number in range(3_000)
    )
    assert look_up() == 1
    assert steps_of(look_up) <= steps + 3 * STEPS


def test_other_days_are_not_read_for_a_page_without_title(folder: Path) -> None:
    story = stories(1)[0]
    run_import(save(folder, "a", kcnawatch(story)))
    existing, day = Extract.objects.get(), story.on.isoformat()
    lookup = LookupKeys(
        SourceResolver().find("KCNA.kp"), day, "", article_key("kcna-kp", day, ""), "", ""
    )
    steps = steps_of(lambda: Candidates().load([lookup]))
    Extract.objects.bulk_create(
        Extract(
            **{
                name: getattr(existing, name)
                for name in ("capture_id", "article_id", "start", "end", "fields", "body")
            },
            position=position,
            key=article_key("kcna-kp", f"2023-01-{position % 28 + 1:02}", f"Other {position}"),
            day_key=article_key("kcna-kp", f"2023-01-{position % 28 + 1:02}", ""),
        )
        for position in range(1, 3_000)
    )
    assert steps_of(lambda: Candidates().load([lookup])) <= steps + 3 * STEPS
