"""Groups the copies of an article into versions, and stores the versions.

`ingest.versions` says which copies are versions. The stored rows depend only on the copies of an
article and on the copy that it shows, so they are the same in whatever order files were imported.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count

from archive.corrections.choose_extract import (
    SavedFile,
    completeness,
    extracts_of,
    parsed_value,
)
from archive.corrections.detected_entities import DetectedName, find_or_create_entities
from archive.corrections.mention_finder import current_gazetteer
from archive.corrections.mention_updates import located
from archive.models import Entity, Extract, TextVersion, VersionCopy, VersionName
from ingest.mentions import Gazetteer, find_mentions
from ingest.mentions.spelling import fold
from ingest.rules import STAND_IN
from ingest.text_changes import Grade, compare_texts, highest_grade
from ingest.values import MentionSpan, Problem
from ingest.versions import Copy, group_versions, words_of

MOST_COPIES = 200
"""Of an article with more copies, only the latest are grouped; the others keep their version."""

NamesOf = Callable[[Extract], Collection[tuple[int, str]] | None]
"""A function that returns the (id of an entity, its words) that an extract names.

The result is None if it does not know them; then the name finder searches the text."""

_DIFFERENCES = {
    Grade.FACTS: "other numbers, dates or names than",
    Grade.PASSAGE: "a passage more or less than",
}


@dataclass(frozen=True, slots=True)
class _Version:
    """A version as it has to be stored: its most complete copy, and all of its copies."""

    extract: Extract
    copies: tuple[Extract, ...]


def update_versions(
    shown: Mapping[int, int | None],
    names_of: NamesOf | None = None,
    *,
    again: bool = False,
    gazetteer: Gazetteer | None = None,
) -> set[int]:
    """Store the versions of articles; return the ids of articles whose versions changed.

    `shown` maps the ids of the articles to the extracts (ids) that they show. If `again` is true,
    versions whose texts did not change are compared again. The name finder uses `gazetteer`; if it
    is None, the current one. The caller must have started a transaction, and must stamp the
    articles of the result.
    """
    counted = Extract.objects.filter(article__in=shown).order_by().values("article")
    several = counted.annotate(copies=Count("pk")).filter(copies__gt=1)
    stored = TextVersion.objects.filter(article__in=shown).values_list("article", flat=True)
    concerned = {row["article"] for row in several} | set(stored)
    changed = set()
    for pk in sorted(concerned):
        wanted = _wanted(pk, shown[pk])
        versions = wanted if len(wanted) > 1 else []
        if _store(pk, versions, shown[pk], names_of, gazetteer, again=again):
            changed.add(pk)
    return changed


def version_problems(article: int) -> list[dict[str, Any]]:
    """Return a problem for each version that differs from the shown one in more than wording.

    `article` is the id of an article whose versions are stored. A digest of the words of the two
    versions identifies the problem. So it stays settled if the archive gets further copies of them,
    or shows the other one.
    """
    versions = TextVersion.objects.filter(article=article).select_related("extract__capture")
    rows = list(versions.defer("extract__capture__text"))
    shown = next((_digest(row.extract) for row in rows if row.is_shown), "")
    problems = []
    for row in rows:
        difference = _DIFFERENCES.get(Grade(row.grade))
        if difference:
            name = row.extract.capture.short_id
            message = f"The copy {name} has {difference} the text that is shown."
            pair = " ".join(sorted([shown, _digest(row.extract)]))
            problems.append(Problem("version-differs", message, "body", pair).as_json())
    return problems


def _digest(extract: Extract) -> str:
    copy = copy_of(extract)
    words = f"{words_of(copy.title)} {words_of(copy.body)}"
    return sha256(words.encode()).hexdigest()[:16]


def copy_of(extract: Extract) -> Copy:
    """Return the title and text of an extract; two extracts with other words are two versions."""
    has_title = extract.fields.get("title", {}).get("rule") != STAND_IN
    return Copy(parsed_value(extract, "title") if has_title else "", extract.body)


def grade_between(one: Extract, other: Extract) -> Grade:
    """Return how much two copies differ, in title or text."""
    pairs = zip(copy_of(one), copy_of(other), strict=True)
    return max(highest_grade(compare_texts(*pair)) for pair in pairs)


def _wanted(article: int, shown: int | None) -> list[_Version]:
    ids = Extract.objects.filter(article=article).order_by("-pk").values_list("pk", flat=True)
    kept = TextVersion.objects.filter(article=article).values_list("extract", flat=True)
    latest = {*ids[:MOST_COPIES], *kept, *([shown] if shown else [])}
    copies = extracts_of([article], latest)[article]
    copies.sort(key=lambda extract: completeness(extract, SavedFile.of(extract)), reverse=True)
    groups = group_versions([copy_of(extract) for extract in copies])
    versions = []
    for group in groups:
        some = [copies[index] for index in group]
        first = next((extract for extract in some if extract.pk == shown), some[0])
        versions.append(_Version(first, tuple(some)))
    return versions


def _store(
    article: int,
    wanted: Sequence[_Version],
    shown: int | None,
    names_of: NamesOf | None,
    gazetteer: Gazetteer | None,
    *,
    again: bool,
) -> bool:
    """Store the versions of an article; return True if they were not stored like this before.

    To compare versions and to find their names takes long, and an article can have hundreds of
    versions. So this is done only for versions that are new, whose text was parsed again, or if
    another version is shown now; if `again` is true, all versions are compared.
    """
    shown_extract = next((each.extract for each in wanted if each.extract.pk == shown), None)
    # An extract can have come from another article, which had a version with it.
    extracts = {each.extract.pk for each in wanted}
    TextVersion.objects.filter(extract__in=extracts).exclude(article=article).delete()
    rows = TextVersion.objects.filter(article=article)
    changed = bool(rows.exclude(extract__in=extracts).delete()[0])
    kept = {version.extract_id: version for version in rows}
    found = {each.extract.pk: names_of(each.extract) for each in wanted} if names_of else {}
    known = {pk: names for pk, names in found.items() if names is not None}
    was_shown = {pk for pk, version in kept.items() if version.is_shown}
    again = again or shown not in was_shown or shown in known
    # First no version is the shown one: the database allows only one at any moment.
    rows.filter(is_shown=True).exclude(extract=shown).update(is_shown=False)
    copies: dict[int, TextVersion] = {}
    for each in wanted:
        pk, is_shown = each.extract.pk, each.extract is shown_extract
        version = kept.get(pk) or TextVersion(article_id=article, extract=each.extract, grade=0)
        before = (version.pk, version.is_shown, version.grade)
        version.is_shown = is_shown
        if shown_extract and (again or not version.pk or pk in known):
            version.grade = int(grade_between(shown_extract, each.extract))
        if before != (version.pk, is_shown, version.grade) or not version.pk:
            version.save()
            changed = True
        copies |= {extract.pk: version for extract in each.copies}
        if is_shown or pk not in kept or pk in was_shown or pk in known:
            changed |= _store_names(version, each.extract, known.get(pk), gazetteer)
    return _store_copies(article, copies) or changed


def _store_copies(article: int, versions: Mapping[int, TextVersion]) -> bool:
    """Store to which version each extract belongs; `versions` has the ids of the extracts.

    Copies of versions that left the article are deleted, and copies that are not in `versions` keep
    theirs. Return True if something changed.
    """
    rows = VersionCopy.objects.filter(version__article=article)
    left = rows.exclude(extract__article=article).delete()[0]
    stored = dict(rows.values_list("extract", "version"))
    new = {pk: version for pk, version in versions.items() if stored.get(pk) != version.pk}
    VersionCopy.objects.filter(extract__in=new).delete()
    VersionCopy.objects.bulk_create(
        VersionCopy(extract_id=pk, version=version) for pk, version in new.items()
    )
    return bool(left or new)


def _store_names(
    version: TextVersion,
    extract: Extract,
    known: Collection[tuple[int, str]] | None,
    gazetteer: Gazetteer | None,
) -> bool:
    """Store the names of a version; return True if they changed.

    `known` are its names; if it is None, the name finder searches the text.
    """
    names = VersionName.objects.filter(version=version)
    if version.is_shown:
        return bool(names.delete()[0])
    if known is None:
        known = _found_names(extract, gazetteer or current_gazetteer())
    wanted = set(known)
    if wanted == set(names.values_list("entity", "words")):
        return False
    names.delete()
    VersionName.objects.bulk_create(
        VersionName(version=version, entity_id=entity, words=words)
        for entity, words in sorted(wanted)
    )
    return True


def named(
    found: Iterable[MentionSpan], ids: Mapping[str, int], detected_ids: Mapping[DetectedName, int]
) -> set[tuple[int, str]]:
    """Return the (entity id, words) of mentions; the arguments are those of `located`."""
    return {(pk, words_of_name(span)) for pk, span in located(found, ids, detected_ids)}


def words_of_name(span: MentionSpan) -> str:
    """Return the `words` of a VersionName that the name finder found."""
    return "" if span.is_implied else fold(span.text)[:300]


def _found_names(extract: Extract, gazetteer: Gazetteer) -> set[tuple[int, str]]:
    spans = find_mentions(*copy_of(extract), gazetteer).mentions
    detected_ids = find_or_create_entities(spans)
    slugs = {span.entity for span in spans if span.entity}
    ids = dict(Entity.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    present = [span for span in spans if not span.entity or span.entity in ids]
    return named(present, ids, detected_ids)
