"""Makes invented files in several layouts, and dumps an archive after their import."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command

from archive.models import (
    Article,
    Capture,
    Entity,
    EntityName,
    Extract,
    KnownItem,
    Mention,
    SeenPath,
    Sighting,
    Source,
    SourceName,
)
from ingest import pipeline
from ingest.values import ParsedFile

_VOCABULARY = """
workers farm river harvest factory bridge school winter orchard concert village builders spring
meeting timber mine output plan railway station garden medicine visitors league match forest paper
glass honey wool salt
"""
WORDS = tuple(_VOCABULARY.split())
SOURCES = (
    ("kcna-kp", "KCNA.kp", "KCNA.kp (En)"),
    ("voice-of-korea", "Voice of Korea", "Voice of Korea (EN)"),
)


def make_sources_and_places() -> None:
    """Make a few of the sources and places that the command load_gazetteer makes."""
    for slug, name, spelling in SOURCES:
        source = Source.objects.create(slug=slug, name=name)
        for alias, language in ((name, ""), (spelling, "en")):
            SourceName.objects.create(
                source=source, name=alias, key=alias.casefold(), language=language
            )
    province = Entity.objects.create(
        kind="place", name="North Phyongan", slug="north-phyongan", place_type="province"
    )
    Entity.objects.filter(pk=province.pk).update(division=province)
    county = Entity.objects.create(
        kind="place",
        name="Kujang",
        slug="kujang",
        place_type="county",
        parent=province,
        division=province,
    )
    for place in (province, county):
        EntityName.objects.create(entity=place, name=place.name, kind="official")


def sentences(seed: int, count: int = 6) -> str:
    """Return an invented text of `count` sentences; other seeds make clearly different texts."""
    random = Random(seed)
    made = [" ".join(random.choices(WORDS, k=14)).capitalize() + "." for _ in range(count)]
    return "\n\n".join(made)


def plain(
    title: str = "Bridge Opened",
    body: str = "",
    *,
    on: str = "2024-03-05",
    source: str = "KCNA.kp (En)",
    url: str = "",
) -> str:
    """Return the text of a file in the layout `plain`."""
    lines = [f"Title: {title}", f"Source: {source}"]
    lines += [f"Date: {on}"] if on else []
    lines += [f"URL: {url}"] if url else []
    return "\n".join(lines) + "\n\n" + (body or sentences(1)) + "\n"


@dataclass(frozen=True, slots=True)
class Story:
    """An article as a KCNA Watch page shows it."""

    title: str
    on: date
    body: str

    @property
    def lead(self) -> str:
        return f"Pyongyang, {self.on:%B} {self.on.day} (KCNA) -- {self.body}"[:130].rsplit(" ", 1)[
            0
        ]


def stories(count: int, seed: int = 0) -> list[Story]:
    """Return this number of different invented articles, four for each day."""
    made = []
    for number in range(count):
        text = sentences(seed * 100_000 + number)
        title = (
            " ".join(word.capitalize() for word in Random(f"{seed} {number}").sample(WORDS, 5))
            + f" {number}"
        )
        made.append(
            Story(title, date(2025, 1, 1) + timedelta(days=number // 4), f"In Kujang County {text}")
        )
    return made


def kcnawatch(
    story: Story,
    listed: Sequence[Story] = (),
    *,
    saved: date | None = None,
    source: str = "KCNA.kp (En)",
) -> str:
    """Return a page as KCNA Watch made them in 2025; its "More From" list contains `listed`.

    `saved` is the day on which the page was saved. If it is None, this day is three days after the
    day of the story.
    """
    saved = saved or story.on + timedelta(days=3)
    items = "".join(
        f"{item.title}\n\n{item.title}\n\n{item.lead}\n\n{item.on:%B %d, %Y}\n\n{item.lead}\n\n"
        for item in listed
    )
    return (
        f"{saved:%B %d, %Y}{saved:%b %d, %Y}\nKCNA {source}\n\n{story.title}\n\nDate:"
        f" {story.on:%d/%m/%Y} | Source: {source} | Read original version at source\n\nPyongyang,"
        f" {story.on:%B} {story.on.day} (KCNA) -- {story.body} -0-\n\nwww.kcna.kp"
        f" ({story.on:%Y.%m.%d}.)\n\nMore From {source}\n\n{items}More Articles\n"
    )


def write_pages(folder: Path, count: int, seed: int = 0) -> Path:
    """Write KCNA Watch pages to a folder; each lists three other pages under "More From"."""
    folder.mkdir(parents=True, exist_ok=True)
    made = stories(count, seed)
    for number, story in enumerate(made):
        listed = [made[(number + step) % count] for step in (1, 2, 5)]
        (folder / f"{number:05}.txt").write_text(kcnawatch(story, listed), encoding="utf-8")
    return folder


def save(folder: Path, name: str, text: str) -> Path:
    """Save a file and return its path."""
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def codes(article: Article) -> list[str]:
    """Return the codes of an article's problems."""
    return [problem["code"] for problem in article.problems]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The printed lines of the import command, and its exit status."""

    text: str
    status: int

    def count(self, outcome: str) -> int:
        line = next(line for line in self.text.splitlines() if line.startswith(f"  {outcome} "))
        return int(line.split()[1].replace(",", ""))

    @property
    def counts(self) -> dict[str, int]:
        """Return a dict from each outcome to the number of files with this outcome, if not 0."""
        every = {
            name: self.count(name)
            for name in ("created", "updated", "unchanged", "rejected", "failed")
        }
        return {name: number for name, number in every.items() if number}


def run_import(*arguments: object) -> ImportReport:
    """Run the import command in this process; return its report."""
    out = io.StringIO()
    status = 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, skip_checks=True)
    except SystemExit as end:
        status = int(end.code or 0)
    return ImportReport(out.getvalue(), status)


Change = Callable[[ParsedFile], ParsedFile]


def reparse_with(
    monkeypatch: pytest.MonkeyPatch, change: Change, *arguments: object
) -> ImportReport:
    """Reparse with a changed parser: `change` returns a changed copy of each ParsedFile."""
    parse = pipeline.parse
    with monkeypatch.context() as patch:
        patch.setattr(
            pipeline, "parse", lambda saved, **overrides: change(parse(saved, **overrides))
        )
        return run_import("--reparse", *arguments)


def dump(*, with_ids: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows that imports write about files and articles, to compare two archives.

    Row ids are left out unless `with_ids`.
    """
    extracts = {
        article.pk: sorted(
            (extract.capture.sha256, extract.position)
            for extract in article.extracts.select_related("capture")
        )
        for article in Article.objects.all()
    }
    names = {pk: tuple(found[0]) if found else () for pk, found in extracts.items()}
    tables: dict[str, list[tuple[Any, ...]]] = {
        "captures": list(
            Capture.objects.values_list("sha256", "size", "layout", "text", "rejection", "problems")
        ),
        "paths": list(SeenPath.objects.values_list("capture__sha256", "path")),
        "extracts": [
            (
                extract.capture.sha256,
                extract.position,
                extract.fields,
                extract.body,
                extract.key,
                names[extract.article_id],
            )
            for extract in Extract.objects.select_related("capture")
        ],
        "articles": [
            (names[article.pk], extracts[article.pk], *_shown(article))
            for article in Article.objects.select_related("source")
        ],
        "mentions": [
            (names[article], *rest)
            for article, *rest in Mention.objects.values_list(
                "article", "entity__slug", "field", "start", "end", "state"
            )
        ],
        "known": [
            (item.key, item.title, item.is_ambiguous, names.get(item.article_id or 0))
            for item in KnownItem.objects.all()
        ],
        "sightings": list(
            Sighting.objects.values_list("capture__sha256", "position", "known_item__key")
        ),
        "sources": list(Source.objects.values_list("slug", "name", "is_listed")),
    }
    if with_ids:
        for model in (Capture, SeenPath, Extract, Article, Mention, KnownItem, Sighting, Source):
            tables[f"all of {model.__name__}"] = list(model.objects.order_by("pk").values_list())
    return {name: sorted(rows, key=repr) for name, rows in tables.items()}


def _shown(article: Article) -> tuple[Any, ...]:
    shown = article.shown_extract
    assert shown is not None
    return (
        (shown.capture.sha256, shown.position),
        article.source and article.source.slug,
        article.title,
        article.body,
        str(article.published_on),
        article.published_precision,
        (
            article.problems
            if not article.problems
            else [problem["code"] for problem in article.problems]
        ),
        article.word_count,
    )
