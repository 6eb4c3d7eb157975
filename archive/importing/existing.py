"""Queries for rows that the archive already has; nothing is written here."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.database.bulk import in_slices, select_in
from archive.models import Capture, CaptureContent, Extract, SeenPath

_EXTRACT_FIELDS = ("pk", "article_id", "capture__sha256", "key", "day_key", "link_key", "body")
# Rejections that are caused by the layout in the overrides alone.
_WRONG_LAYOUT = frozenset({"layout-contradicted", "layout-unknown"})


@dataclass(frozen=True, slots=True)
class ExistingCapture:
    """A capture whose bytes are imported again. `pk` is None until it is written."""

    pk: int | None
    rejection: str = ""
    message: str = ""
    overrides: tuple[tuple[str, str], ...] = ()

    def is_worth_reading(self, overrides: dict[str, str]) -> bool:
        """Tell whether other overrides are given for a rejected file than before.

        Fewer overrides count only where a layout is left out for which the file was rejected:
        others stay with the file although they are not repeated.
        """
        if overrides.items() <= dict(self.overrides).items():
            return "layout" not in overrides and self.rejection in _WRONG_LAYOUT
        return bool(self.rejection)


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A capture to parse again, with its bytes (None: they were never kept)."""

    pk: int
    sha256: str
    size: int
    path: str
    overrides: dict[str, str]
    data: bytes | None
    rejection: str
    message: str


@dataclass(frozen=True, slots=True)
class ExistingExtract:
    """An extract that may be of the same article as a new one: the values of _EXTRACT_FIELDS."""

    pk: int
    article_id: int
    sha256: str
    key: str
    day_key: str
    link_key: str
    body: str


def existing_captures(hashes: Collection[str]) -> dict[str, ExistingCapture]:
    """Return the captures with these SHA-256 sums."""
    fields = ("sha256", "pk", "rejection", "rejection_message", "overrides")
    pks = [pk for (pk,) in select_in(Capture, ("id",), "sha256", set(hashes))]
    return {
        sha256: ExistingCapture(pk, rejection, message, tuple(sorted(overrides.items())))
        for part in in_slices(pks, 500)
        for sha256, pk, rejection, message, overrides in Capture.objects.filter(
            pk__in=part
        ).values_list(*fields)
    }


def seen_paths(captures: Collection[int]) -> set[tuple[int, str]]:
    """Return where these captures were found: pairs (capture, path)."""
    return {
        pair
        for part in in_slices(set(captures))
        for pair in SeenPath.objects.filter(capture__in=part).values_list("capture_id", "path")
    }


def existing_extracts(keys: Collection[str], others: Collection[int]) -> list[ExistingExtract]:
    """Return the extracts with any of these keys and the `others` (their ids), oldest first.

    One that a newer parser reads with another key than it was filed under is found by both, with
    the key that found it.
    """
    extracts: set[ExistingExtract] = set()
    for name in ("key", "filed_key"):
        if name == "filed_key" and not Extract.objects.filter(filed_key__gt="").exists():
            continue
        pks = {pk for (pk,) in select_in(Extract, ("id",), name, set(keys))}
        for part in in_slices(pks.union(others) if name == "key" else pks, 500):
            extracts.update(_extracts(Extract.objects.filter(pk__in=part), key=name))
    return sorted(extracts, key=lambda extract: (extract.pk, extract.key))


def linked_extracts(link_keys: Collection[str]) -> dict[str, list[int]]:
    """Return the ids of the extracts with each of these link keys."""
    pks_by_link: dict[str, list[int]] = defaultdict(list)
    for link, pk in select_in(Extract, ("link_key", "id"), "link_key", link_keys):
        pks_by_link[link].append(pk)
    return pks_by_link


def do_more_articles_have(link: str, count: int) -> bool:
    """Tell whether more than `count` articles have a link key; reads few more rows than that."""
    articles = (
        Extract.objects.filter(link_key=link)
        .order_by()
        .values_list("article", flat=True)
        .distinct()
    )
    return len(articles[: count + 1]) > count


def extracts_between(first: str, last: str) -> list[ExistingExtract]:
    """Return the latest 100 extracts of one source and title, with any date.

    Of a "Press Review" there are thousands.
    """
    return _extracts(Extract.objects.filter(key__gte=first, key__lte=last).order_by("-pk")[:100])[
        ::-1
    ]


def extracts_of_days(day_keys: Collection[str]) -> list[ExistingExtract]:
    """Return all extracts that were parsed with any of these sources and days."""
    pks = [pk for (pk,) in select_in(Extract, ("id",), "day_key", set(day_keys))]
    return [
        existing
        for part in in_slices(pks, 500)
        for existing in _extracts(Extract.objects.filter(pk__in=part))
    ]


def _extracts(rows: QuerySet[Extract], key: str = "key") -> list[ExistingExtract]:
    fields = [key if name == "key" else name for name in _EXTRACT_FIELDS]
    return [ExistingExtract(*row) for row in rows.values_list(*fields)]


def stored_capture_ids(paths: Collection[str] | None) -> list[int]:
    """Return all captures in order of storing, or those imported from these paths or folders.

    Paths are spelled as SeenPath spells them.
    """
    if paths is None:
        return list(Capture.objects.order_by("pk").values_list("pk", flat=True))
    pks: set[int] = set()
    for path in paths:
        folder = path.rstrip("/") + "/"
        seen = SeenPath.objects.filter(Q(path=path) | Q(path__startswith=folder)).values_list(
            "capture_id", "path"
        )
        # Compared again here, because SQLite ignores case at the start of a text.
        pks.update(
            capture
            for capture, seen_path in seen.iterator()
            if seen_path == path or seen_path.startswith(folder)
        )
    return sorted(pks)


def stored_captures(ids: Collection[int]) -> Iterator[StoredCapture]:
    """Yield these captures with their bytes, one at a time."""
    fields = ("pk", "sha256", "size", "overrides", "rejection", "rejection_message")
    for part in in_slices(ids, 50):
        paths = dict(
            SeenPath.objects.filter(capture__in=part)
            .order_by("-pk")
            .values_list("capture_id", "path")
        )
        contents = CaptureContent.objects.in_bulk(part)
        for pk, *rest in Capture.objects.filter(pk__in=part).order_by("pk").values_list(*fields):
            sha256, size, overrides, rejection, message = rest
            data = contents[pk].data if pk in contents else None
            yield StoredCapture(
                pk, sha256, size, paths.get(pk, ""), overrides, data, rejection, message
            )
