"""Two archives of the same files: decisions are exported from one and imported into the other."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from archive.corrections.transfer import ImportReport, export_lines, import_lines
from archive.models import Article, Correction, Decision, Entity, EntityName
from tests.factories import make_named, make_place
from tests.saved_files import plain, run_import, save, sentences

WORKS = {
    "Alpha Works": ("Alfa Works", "Alpha Plant"),
    "Beta Works": ("Beta Plant",),
    "Gamma Works": ("Gama Works", "Gamma Plant"),
}
NAMES = [name for works, others in WORKS.items() for name in (works, *others)]
PLACES = ("Kujang County", "North Phyongan Province", "Nowhere County", "Kusong County")


def write_files(folder: Path) -> list[Path]:
    """Save twelve articles with names, and two articles that may be the same."""
    random = Random(1)
    paths = []
    for number in range(12):
        names = [*random.sample(NAMES, 3), random.choice(PLACES), "Sinuiju Textile Mill"]
        text = " ".join(f"On day {index} they saw the {name}." for index, name in enumerate(names))
        body = f"{text}\n\n{sentences(number, 4)}"
        title = f"The {random.choice(NAMES)} of number {number}"
        paths.append(save(folder, f"file-{number}", plain(title, body)))
    text = sentences(50, 10)
    paths.append(save(folder, "twin-1", plain("Twins Met", text)))
    paths.append(save(folder, "twin-2", plain("Twins Met", f"{text[:400]} {sentences(51, 5)}")))
    return paths


def make_archive(paths: list[Path]) -> None:
    """Make the entities of WORKS and Kusong, and import these files one after the other."""
    for name, others in WORKS.items():
        make_named(name, *others)
    make_place("Kusong")
    for path in paths:
        run_import(path)


def articles_shown() -> dict[Any, Any]:
    """Return a dict from a file of each article to the values that the article shows.

    The file has the smallest hash of the article's files, so it is the same in both archives. It is
    identified by its hash and the position of the article in the file. Articles without files are
    left out: the decision that made them is undone.
    """
    names = {
        article.pk: min(article.extracts.values_list("capture__sha256", "position"))
        for article in Article.objects.filter(extracts__isnull=False).distinct()
    }
    shown = {}
    for article in Article.objects.filter(pk__in=names).select_related("source"):
        problems = [(problem["code"], problem["words"]) for problem in article.problems]
        shown[names[article.pk]] = {
            "source": article.source and article.source.slug,
            "texts": (article.title, article.body, article.agency, article.dateline_place),
            "days": (article.published_on, article.published_precision, article.dateline_on),
            "flags": (article.is_corrected, article.is_date_doubtful),
            "withdrawn": (article.withdrawn_at, article.withdrawn_reason),
            # Which of two similar articles has this problem depends on the order of import.
            "problems": sorted(pair for pair in problems if pair[0] != "possible-duplicate"),
            "mentions": sorted(map(repr, mentions_shown(article))),
        }
    return shown


def mentions_shown(article: Article) -> set[tuple[Any, ...]]:
    """Return the mentions of an article that readers and correctors see, as tuples."""
    rows = article.mentions.exclude(state__in=["retracted", "banned"])
    return {
        (*identity(row.entity.meant), row.field, row.start, row.end, row.text, row.state)
        for row in rows.select_related("entity__merged_into")
    }


def identity(entity: Entity) -> tuple[str, str]:
    return entity.kind, entity.slug


def entities_shown() -> dict[Any, Any]:
    """Return a dict from each entity that is not merged to its values, aliases and old slugs."""
    shown = {}
    for entity in Entity.objects.filter(merged_into__isnull=True).select_related("site"):
        family = Entity.objects.filter(pk=entity.pk) | Entity.objects.filter(merged_into=entity)
        names = EntityName.objects.filter(entity__in=family.values("pk"))
        shown[identity(entity)] = {
            "facts": (entity.name, entity.korean_name, entity.description, entity.is_listed),
            "site": entity.site and entity.site.slug,
            "names": sorted(set(names.values_list("name", "kind", "entity__slug"))),
            "merged": sorted(entity.merged.values_list("slug", flat=True)),
            "old": sorted(entity.old_slugs.values_list("slug", flat=True)),
        }
    return shown


def decisions_shown() -> list[tuple[Any, ...]]:
    """Return all decisions, oldest first, as tuples of their values.

    The values are the uid, the kind and the reason of the decision, the users who made, undid and
    redid it, and the times of these actions.
    """
    return [
        (
            *(row.uid, row.kind, row.reason, row.made_by.username, row.made_at),
            *(row.undone_by and row.undone_by.username, row.undone_at),
            *(row.redone_by and row.redone_by.username, row.redone_at),
        )
        for row in Decision.objects.order_by("pk")
    ]


def everything_shown() -> dict[str, Any]:
    return {
        "articles": articles_shown(),
        "entities": entities_shown(),
        "decisions": decisions_shown(),
        "kept apart": {
            frozenset([identity(row.entity), identity(Entity.objects.get(pk=int(row.key)))])
            for row in Correction.objects.standing()
            .filter(kind="distinct")
            .select_related("entity")
            if row.entity
        },
        "doubtful twins": Article.objects.filter(problems__icontains="possible-duplicate").count(),
    }


def carried(
    folder: Path, decide: Callable[[], None]
) -> tuple[list[str], dict[str, Any], dict[str, Any], ImportReport]:
    """Make decisions (`decide`) in one archive; import them into another archive of the same files.

    The other archive has imported the files in reverse order. Returns the lines of the file of
    decisions, the contents of the first and of the other archive, and the report of the import.
    """
    paths = write_files(folder)
    with transaction.atomic():
        make_archive(paths)
        decide()
        run_import("--reparse")
        lines = list(export_lines())
        expected = everything_shown()
        transaction.set_rollback(True)
    make_archive(paths[::-1])
    report = import_lines(lines)
    run_import("--reparse")
    return lines, expected, everything_shown(), report


def two_archives(
    paths: list[Path], others: list[Path], decide: Callable[[], None]
) -> tuple[list[str], ImportReport]:
    """Make decisions in an archive of `paths`, and import them into an archive of `others`.

    Returns the lines of the file of decisions, and the report of the import.
    """
    with transaction.atomic():
        make_archive(paths)
        decide()
        lines = list(export_lines())
        transaction.set_rollback(True)
    make_archive(others)
    return lines, import_lines(lines)
