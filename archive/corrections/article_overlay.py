"""Sets the values of articles, from their extracts and from the corrections of staff.

Only this module applies corrections to articles. So an import, a new decision and an undo all have
the same result.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from archive.corrections.choose_extract import extract_to_show, extracts_of, parsed_value
from archive.corrections.fields import FIELDS, FoundSources
from archive.corrections.mention_finder import current_gazetteer, find_in
from archive.corrections.mention_updates import settle_mentions
from archive.corrections.problems import all_problems, open_problems
from archive.corrections.separations import ELSEWHERE, apart_from, emptied
from archive.corrections.versions import update_versions, version_problems
from archive.database.bulk import in_slices
from archive.models import Article, Correction, Extract, Mention, Source
from ingest.sources import read_source_name, source_key

BATCH = 500


def parsed_values(extract: Extract | None) -> dict[str, str]:
    """Return a dict from field name to parsed value ("" if not found); {} if `extract` is None."""
    if extract is None:
        return {}
    values = {name: parsed_value(extract, name) for name in FIELDS}
    values["body"] = extract.body
    source_id = source_id_of(extract, Source.objects.ids_by_name_key())
    source = Source.objects.filter(pk=source_id or 0).first()
    values["source"] = source.slug if source else ""
    return values


def parsed_values_of(article_ids: Collection[int], name: str) -> dict[int, str]:
    """Return a dict from article id to the parsed value of one field; not for the field "body"."""
    source_ids = Source.objects.ids_by_name_key()
    slugs = dict(Source.objects.values_list("pk", "slug"))
    values = {}
    for part in in_slices(article_ids):
        shown = Article.objects.filter(pk__in=part).order_by().values("shown_extract")
        for extract in Extract.objects.filter(pk__in=shown).only("article", "fields"):
            value = parsed_value(extract, name)
            is_source = name == "source"
            pk = source_id_of(extract, source_ids) if is_source else None
            values[extract.article_id] = slugs.get(pk or 0, "") if is_source else value
    return values


def shown_values(article: Article) -> dict[str, str]:
    """Return a dict from field name to the value that the article shows now, for all FIELDS."""
    return {name: known.read(article) for name, known in FIELDS.items()}


def fingerprints(article: Article) -> dict[str, str]:
    """Return a dict from field name to a short digest of the value that the article shows now.

    A form contains these digests. If a digest is different when the form is saved, somebody else
    changed the value after the form was opened.
    """
    return {name: fingerprint(value) for name, value in shown_values(article).items()}


def fingerprint(value: str) -> str:
    """Return the digest of one value, as 16 hex digits."""
    return sha256(value.encode()).hexdigest()[:16]


@dataclass(slots=True)
class StandingCorrections:
    """The corrections of one article that apply, because their decisions are not undone.

    `fields` maps the name of a field to the last correction of the field. `withdrawal` is the last
    correction that withdrew or restored the article; None if there is none. `settled` contains the
    keys (`problem_key`) of settled problems.
    """

    fields: dict[str, Correction] = field(default_factory=dict)
    withdrawal: Correction | None = None
    settled: set[str] = field(default_factory=set)

    def add(self, correction: Correction) -> None:
        """Add a correction of a field, a withdrawal, a restoration or a settled problem.

        Other corrections are ignored.

        A correction of a field replaces an earlier correction of the same field. A withdrawal or
        restoration replaces an earlier withdrawal or restoration.
        """
        if correction.kind == Correction.Kind.FIELD:
            self.fields[correction.key] = correction
        elif correction.kind == Correction.Kind.WITHDRAWN:
            self.withdrawal = correction
        elif correction.kind == Correction.Kind.PROBLEM:
            self.settled.add(correction.key)


def standing_corrections(article_ids: Collection[int]) -> dict[int, StandingCorrections]:
    """Return a dict from article id to the corrections that are not undone.

    Takes one database query. The dict is a defaultdict: its value for an article without
    corrections is an empty StandingCorrections.
    """
    standing: dict[int, StandingCorrections] = defaultdict(StandingCorrections)
    rows = Correction.objects.standing().filter(article_id__in=article_ids)
    for correction in rows.select_related("decision"):
        assert correction.article_id is not None
        standing[correction.article_id].add(correction)
    return standing


def pinned(article_ids: Collection[int]) -> set[int]:
    """Return the ids in `article_ids` of articles that have a corrected text.

    An article with a corrected text keeps the extract that it shows now, even if a saved file with
    a longer text is imported.
    """
    standing = standing_corrections(article_ids)
    return {pk for pk, corrections in standing.items() if "body" in corrections.fields}


def reapply(article_ids: Iterable[int]) -> None:
    """Apply the decisions of staff to articles whose parsed values were just stored.

    An import calls this function inside its transaction, before `ArchiveVersion.stamp`, with the
    ids of all articles that it wrote. If the articles have no decisions, the function takes two
    queries for each 500 articles.
    """
    ids = list(article_ids)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        standing = Correction.objects.standing().order_by()
        decided = set(standing.filter(article_id__in=batch).values_list("article_id", flat=True))
        decided.update(
            Mention.objects.filter(article_id__in=batch)
            .decided_by_staff()
            .values_list("article_id", flat=True)
        )
        if decided:
            rebuild(decided)


def rebuild(article_ids: Collection[int]) -> None:
    """Compute the values, mentions and problems of articles (by id) again, and save the articles.

    An article that a decision made and that has no extracts any more is withdrawn: its address
    redirects to the article that shows its text (`archive.corrections.separations`).

    The result depends only on the extracts of an article and on the corrections that are not
    undone. So a second call changes nothing, and the order in which decisions are undone makes no
    difference. Afterwards the caller must call `ArchiveVersion.stamp`.
    """
    with transaction.atomic():
        for part in in_slices(sorted(set(article_ids)), BATCH):
            _rebuild(part)


def _rebuild(article_ids: Collection[int]) -> None:
    """Do what `rebuild` does, for at most BATCH articles; the caller has started a transaction."""
    articles = Article.objects.select_for_update().filter(pk__in=article_ids).order_by("pk")
    locked = list(articles.prefetch_related("source"))
    standing = standing_corrections([article.pk for article in locked])
    extracts = extracts_of([article.pk for article in locked])
    decided_by_name = with_decided_mentions(article.pk for article in locked)
    gazetteer = current_gazetteer()
    source_ids, found_sources = Source.objects.ids_by_name_key(), FoundSources()
    apart = apart_from([article.pk for article in locked])
    empty = emptied([article.pk for article in locked if not extracts[article.pk]])
    for article in locked:
        if article.pk in empty:
            _empty(article, empty[article.pk])
            update_versions({article.pk: None})
            continue
        corrections = standing[article.pk]
        article.shown_extract = extract_to_show(
            article, extracts[article.pk], is_pinned="body" in corrections.fields
        )
        apply_corrections(article, corrections, source_ids, found_sources)
        article.is_corrected = article.pk in decided_by_name or bool(corrections.fields)
        found = find_in(article, gazetteer)
        decided = settle_mentions(article, found.mentions)
        shown = article.shown_extract
        update_versions({article.pk: article.shown_extract_id})
        problems = all_problems(shown, found.problems, extracts[article.pk]) if shown else []
        problems += version_problems(article.pk)
        article.problems = open_problems(
            problems,
            corrections.fields,
            corrections.settled,
            decided,
            apart.get(article.pk, ()),
        )
        article.has_problems = bool(article.problems)
        article.save(update_fields=COLUMNS)


def _empty(article: Article, moment: datetime) -> None:
    """Withdraw an article that has no text any more, and save it; its values stay as they are."""
    article.withdrawn_at, article.withdrawn_reason = moment, ELSEWHERE
    article.problems, article.has_problems = [], False
    article.is_date_doubtful = article.is_corrected = False
    article.save(update_fields=COLUMNS)


def set_parsed_values(
    article: Article, extract: Extract, source: int | None, names: Collection[str] = FIELDS
) -> None:
    """Set the fields of an article to the values of an extract, without saving the article.

    `source` is the id of the source, and `names` has the fields that are set. Afterwards the caller
    must set the problems and apply the corrections.
    """
    article.shown_extract, article.source_id = extract, source
    for name in names:
        if name != "source":
            correctable = FIELDS[name]
            value = extract.body if name == "body" else parsed_value(extract, name)
            correctable.apply(article, value)
    article.is_date_doubtful = extract.is_date_doubtful


def apply_corrections(
    article: Article,
    corrections: StandingCorrections,
    source_ids: Mapping[str, int],
    found_sources: FoundSources,
    names: Collection[str] = FIELDS,
) -> None:
    """Set the fields of an article to its parsed and corrected values, without saving the article.

    A field gets the parsed value from the shown extract, unless `corrections` has a value for it.
    `source_ids` is the result of `ids_by_name_key`: a dict from the normalised form of each source
    name ("kcna.kp") to the id of the source. Only the fields in `names` are set.
    """
    shown = article.shown_extract
    if shown is not None:
        source_id = source_id_of(shown, source_ids)
        set_parsed_values(article, shown, source_id, names)
    for name, row in corrections.fields.items():
        value = str(row.corrected_value)
        if name == "source":
            article.source = found_sources[value]
        elif name in names:
            FIELDS[name].apply(article, value)
    is_doubtful = shown is not None and shown.is_date_doubtful
    article.is_date_doubtful = is_doubtful and "published" not in corrections.fields
    withdrawal = corrections.withdrawal
    reason = str(withdrawal.corrected_value) if withdrawal else ""
    article.withdrawn_at = withdrawal.decision.made_at if withdrawal and reason else None
    article.withdrawn_reason = reason


PARSED_COLUMNS = (
    *(
        "shown_extract",
        "source",
        "title",
        "body",
        "word_count",
        "published_on",
        "published_precision",
    ),
    *("is_date_doubtful", "dateline_place", "dateline_on", "agency", "language", "original_url"),
    *("problems", "has_problems"),
)
"""The columns of an article that the importer sets from extracts, before corrections apply."""

COLUMNS = (*PARSED_COLUMNS, "is_corrected", "withdrawn_at", "withdrawn_reason")
"""The columns of an article that `rebuild` writes."""


def with_decided_mentions(article_ids: Iterable[int]) -> set[int]:
    """Return the ids of articles with a mention about which a decision is not undone."""
    standing = Correction.objects.standing().order_by()
    return set(
        standing.filter(mention__article_id__in=list(article_ids)).values_list(
            "mention__article_id", flat=True
        )
    )


def source_id_of(extract: Extract, source_ids: Mapping[str, int]) -> int | None:
    """Return the id of the source that an extract names; None if no source has this name.

    The name is searched for first with its language tag ("KCNA.kp (En)"), then without ("KCNA.kp").
    `source_ids` is the result of `ids_by_name_key`: a dict from the normalised form of each source
    name ("kcna.kp") to the id of the source.
    """
    name = parsed_value(extract, "source")
    untagged = read_source_name(name)[0]
    return source_ids.get(source_key(name)) or source_ids.get(source_key(untagged))
