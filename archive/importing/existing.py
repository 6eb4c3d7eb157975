"""Queries for captures, paths and extracts that the archive already has; writes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.database.bulk import in_slices, select_in
from archive.models import Capture, CaptureContent, Extract, SeenPath

_EXTRACT_FIELDS = ("pk", "article_id", "capture__sha256", "key", "day_key", "link_key", "body")
# Codes of rejections whose only cause is the layout that the import command set.
_WRONG_LAYOUT = frozenset({"layout-contradicted", "layout-unknown"})


@dataclass(frozen=True, slots=True)
class ExistingCapture:
    """A stored or planned capture whose bytes are imported again.

    `pk` is None until the capture is stored. `rejection` is the code of its rejection, "" if it was
    accepted. `overrides` has pairs such as ("layout", "plain").
    """

    pk: int | None
    rejection: str = ""
    message: str = ""
    overrides: tuple[tuple[str, str], ...] = ()

    def is_worth_reading(self, overrides: dict[str, str]) -> bool:
        """Tell whether a rejected file must be parsed again with these overrides.

        This is so if an override is new or has another value. An override that is not repeated
        stays with the file. There is one exception: if the layout caused the rejection and is not
        repeated, the file is parsed again.
        """
        if overrides.items() <= dict(self.overrides).items():
            return "layout" not in overrides and self.rejection in _WRONG_LAYOUT
        return bool(self.rejection)


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A stored capture that is to be parsed again.

    `data` has the bytes, None if the archive did not keep them. `path` is the path from which it
    was imported first, "" if no path is stored.
    """

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
    """A stored extract that could belong to the same article as a new extract.

    Its fields have the order of _EXTRACT_FIELDS.
    """

    pk: int
    article_id: int
    sha256: str
    key: str
    day_key: str
    link_key: str
    body: str


def existing_captures(hashes: Collection[str]) -> dict[str, ExistingCapture]:
    """Return a dict from SHA-256 to capture, for those of these hashes that are stored."""
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
    """Return pairs (capture id, path) for all paths from which these captures were imported."""
    return {
        pair
        for part in in_slices(set(captures))
        for pair in SeenPath.objects.filter(capture__in=part).values_list("capture_id", "path")
    }


def existing_extracts(keys: Collection[str], others: Collection[int]) -> list[ExistingExtract]:
    """Return the extracts that have one of these keys or ids (`others`), in ascending order of ids.

    An extract whose key changed with a newer parser is found by its new key and by its old key
    (`filed_key`). The result has the key by which the extract was found, so it can contain the
    extract twice.
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
    """Return a dict from each of these link keys to the ids of the extracts with this key."""
    pks_by_link: dict[str, list[int]] = defaultdict(list)
    for link, pk in select_in(Extract, ("link_key", "id"), "link_key", link_keys):
        pks_by_link[link].append(pk)
    return pks_by_link


def do_more_articles_have(link: str, count: int) -> bool:
    """Tell whether more than `count` articles have this link key.

    The query returns at most `count` + 1 rows, even if thousands of articles have the link.
    """
    articles = (
        Extract.objects.filter(link_key=link)
        .order_by()
        .values_list("article", flat=True)
        .distinct()
    )
    return len(articles[: count + 1]) > count


def extracts_between(first: str, last: str) -> list[ExistingExtract]:
    """Return the 100 latest extracts with keys from `first` to `last`, oldest first.

    Such a range has all dates of one source and title (`key_range`). There is a limit because a
    title such as "Press Review" can have thousands of extracts.
    """
    return _extracts(Extract.objects.filter(key__gte=first, key__lte=last).order_by("-pk")[:100])[
        ::-1
    ]


def extracts_of_days(day_keys: Collection[str]) -> list[ExistingExtract]:
    """Return all extracts with one of these day keys; such a key is made of source and day."""
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
    """Return the ids of captures from these paths, in ascending order; of all captures for None.

    A path can be a file or a folder. The paths must have the form in which SeenPath stores them.
    """
    if paths is None:
        return list(Capture.objects.order_by("pk").values_list("pk", flat=True))
    pks: set[int] = set()
    for path in paths:
        folder = path.rstrip("/") + "/"
        seen = SeenPath.objects.filter(Q(path=path) | Q(path__startswith=folder)).values_list(
            "capture_id", "path"
        )
        # Compared again here, because SQLite ignores case when it compares the start of a text.
        pks.update(
            capture
            for capture, seen_path in seen.iterator()
            if seen_path == path or seen_path.startswith(folder)
        )
    return sorted(pks)


def stored_captures(ids: Collection[int]) -> Iterator[StoredCapture]:
    """Yield the captures with these ids, with their bytes, in ascending order of ids."""
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
