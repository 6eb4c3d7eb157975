"""Functions that store articles, mentions and entities as an import would store them."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.utils.text import slugify

from archive.corrections import FIELDS, parsed_values
from archive.corrections.quotation_search import occurrences
from archive.models import (
    Article,
    Capture,
    Entity,
    EntityName,
    Extract,
    ImportRun,
    Mention,
    Source,
    SourceName,
)
from ingest.mentions.places_csv import read_places
from ingest.values import FoundMentions, MentionSpan, Problem

BODY = (
    "The pharmaceutical works of Kusong was renovated.\n\nFactories of Kujang and Unsan counties"
    " followed its example."
)

# Slug of a first-level division -> its ISO 3166 code, which the map needs.
DIVISION_CODES = {
    place.slug: place.authority_ids["iso_3166"]
    for place in read_places()
    if place.division == place.slug
}


def make_source(name: str = "KCNA.kp", slug: str = "kcna-kp") -> Source:
    source, is_new = Source.objects.get_or_create(slug=slug, defaults={"name": name})
    if is_new:
        SourceName.objects.create(
            source=source, name=f"{name} (En)", key=f"{name} (en)".casefold(), language="en"
        )
    return source


def make_place(
    name: str, place_type: str = "county", parent: Entity | None = None, slug: str = ""
) -> Entity:
    division = parent.division if parent else None
    slug = slug or name.lower().replace(" ", "-")
    place = Entity.objects.create(
        kind="place",
        name=name,
        slug=slug,
        place_type=place_type,
        parent=parent,
        division=division,
        authority_ids={"iso_3166": DIVISION_CODES[slug]} if slug in DIVISION_CODES else {},
    )
    if place_type in {"province", "municipality"}:
        place.division = place
        place.save()
    return place


def make_article(
    fields: Mapping[str, Any] | None = None,
    *,
    body: str = BODY,
    problems: list[dict[str, Any]] | None = None,
    layout: str = "kcnawatch",
    is_date_doubtful: bool = False,
) -> Article:
    """Make an article of KCNA.kp, with the rows that an import would store.

    `fields` replaces parsed values of the article. The saved text is invented: one line for each
    value, which is the evidence of this value, and then the text `body`.
    """
    source = make_source()
    values = {
        "title": "Health Works Renovated",
        "source": f"{source.name} (En)",
        "published": "2025-04-17",
        "language": "en",
        "dateline_place": "Pyongyang",
        "dateline_on": "2025-04-17",
    } | dict(fields or {})
    text, evidence = "", {}
    for name, value in values.items():
        start = len(text)
        text += f"{value}\n"
        evidence[name] = {
            "value": value,
            "rule": name,
            "spans": [[start, start + len(str(value))]],
            "confidence": 1.0,
        }
    text += body
    run = ImportRun.objects.create(program_version="test", parser_version="test")
    digest = sha256(f"{text}{Capture.objects.count()}".encode()).hexdigest()
    capture = Capture.objects.create(
        sha256=digest, size=len(text.encode()), encoding="utf-8", layout=layout, text=text, run=run
    )
    article = Article.objects.create(
        title="", body="", has_problems=bool(problems), problems=problems or []
    )
    extract = Extract.objects.create(
        capture=capture,
        position=0,
        start=0,
        end=len(text),
        fields=evidence,
        body=body,
        key="",
        problems=problems or [],
        is_date_doubtful=is_date_doubtful,
        parser_version="test",
        article=article,
    )
    article.shown_extract = extract
    for name, parsed in parsed_values(extract).items():
        FIELDS[name].apply(article, parsed)
    article.is_date_doubtful = is_date_doubtful
    article.save()
    return article


def make_mention(article: Article, entity: Entity, text: str = "") -> Mention:
    """Make a mention of `entity` at the first occurrence of `text` in the article's body.

    If `text` is "", the mention is at the first occurrence of the entity's name.
    """
    words = text or entity.name
    start = article.body.index(words)
    return Mention.objects.create(
        article=article,
        entity=entity,
        start=start,
        end=start + len(words),
        text=words,
        rule="place-name",
    )


def make_problem(
    code: str, message: str = "Unsure.", *, field: str = "", words: str = "", candidates: str = ""
) -> dict[str, Any]:
    """Return a problem in the form in which articles store it.

    `candidates` is one string with spaces between the candidates: "unsan-pyongan unsan-hwanghae".
    """
    return Problem(code, message, field, words, candidates=tuple(candidates.split())).as_json()


def simple_finder(article: Article, gazetteer: object = None) -> FoundMentions:
    """Return a mention for every occurrence of an entity's name in the article.

    Tests use this function instead of the name finder. For "Unsan", which can mean two places, it
    returns problems and no mentions.
    """
    mentions, problems = [], []
    for field, text in (("title", article.title), ("body", article.body)):
        for slug, name in Entity.objects.order_by("pk").values_list("slug", "name"):
            for start, end in occurrences(text, name):
                if name == "Unsan":
                    message = f"“Unsan” in the {field} can mean two places."
                    problems.append(
                        Problem(
                            "place-ambiguous",
                            message,
                            field,
                            name,
                            ((start, end),),
                            ("unsan", "unsan-too"),
                        )
                    )
                else:
                    words = text[start:end]
                    mentions.append(
                        MentionSpan("place", slug, field, start, end, words, "place-name", 1.0)
                    )
    return FoundMentions(tuple(mentions), tuple(problems))


def make_named(
    name: str, *aliases: str, kind: str = "organisation", is_listed: bool = True, slug: str = ""
) -> Entity:
    """Make an organisation or a person with an official name and aliases."""
    entity = Entity.objects.create(
        kind=kind, name=name, slug=slug or slugify(name), is_listed=is_listed
    )
    EntityName.objects.create(entity=entity, name=name, kind="official")
    EntityName.objects.bulk_create(
        EntityName(entity=entity, name=alias, kind="variant") for alias in aliases
    )
    return entity
