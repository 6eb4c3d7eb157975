"""Queries for captures, paths and extracts that the archive already has; writes nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from archive.database.bulk import in_slices, select_in, select_latest
from archive.matching.lookup_keys import MOST_CANDIDATES, MOST_OF_DAY
from archive.models import Capture, CaptureContent, Extract, SeenPath
from ingest.formats.extractors import form_of

_EXTRACT_FIELDS = (
    *("pk", "article_id", "capture__sha256", "key", "day_key", "link_key", "body"),
    "fields__dateline_day__value",
)
# The codes of rejections that are caused only by the option --layout of `import_articles`.
_WRONG_LAYOUT = frozenset({"layout-contradicted", "layout-unknown"})


@dataclass(frozen=True, slots=True)
class ExistingCapture:
    """A stored or planned capture that has the same bytes as a file of the import.

    `pk` is None until the capture is stored. `rejection` is the code of its rejection, and
    `message` the reason in words; both are "" if the file was accepted. `overrides` has pairs such
    as ("layout", "plain"): the options with which the file was imported. `imported_on` is the day
    on which the archive got the file (UTC), or the earlier day on which the file says that it was
    saved; None for a planned capture.
    """

    pk: int | None
    rejection: str = ""
    message: str = ""
    overrides: tuple[tuple[str, str], ...] = ()
    imported_on: date | None = None

    def is_worth_reading(self, overrides: dict[str, str]) -> bool:
        """Return True if a rejected file must be parsed again with these overrides.

        `overrides` are the options of the present import, such as {"layout": "plain"}. The file
        must be parsed again in two cases:

        - One of these overrides is new for the file, or has another value than before.
        - The file was rejected only because of its override "layout", and `overrides` has no
          layout.
        """
        if overrides.items() <= dict(self.overrides).items():
            return "layout" not in overrides and self.rejection in _WRONG_LAYOUT
        return bool(self.rejection)


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A stored capture that is parsed again.

    `data` has the bytes; it is None if the archive did not keep the bytes. `path` is the path from
    which the file was imported first, "" if no path is stored. `overrides` has the options with
    which the file was imported, such as {"layout": "plain"}. `rejection` is the code of its
    rejection, and `message` the reason in words; both are "" if the file was accepted. `form` is
    the form of a row of a data set, and `encoding` its encoding; both are "" for any other file.
    """

    pk: int
    sha256: str
    size: int
    path: str
    overrides: dict[str, str]
    data: bytes | None
    rejection: str
    message: str
    form: str = ""
    encoding: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ExistingExtract:
    """A stored extract that could belong to the same article as a new extract.

    The fields must have the same order as _EXTRACT_FIELDS. `dateline_day` is the day of a dateline
    without a year ("--05-06"), or None.
    """

    pk: int
    article_id: int
    sha256: str
    key: str
    day_key: str
    link_key: str
    body: str
    dateline_day: str | None


def existing_captures(hashes: Collection[str]) -> dict[str, ExistingCapture]:
    """Return a dict from SHA-256 to the stored capture; others of `hashes` are left out."""
    fields = ("sha256", "pk", "rejection", "rejection_message", "overrides", "saved_not_after")
    pks = [pk for (pk,) in select_in(Capture, ("id",), "sha256", set(hashes))]
    return {
        sha256: ExistingCapture(
            pk, rejection, message, tuple(sorted(overrides.items())), imported_on
        )
        for part in in_slices(pks, 500)
        for sha256, pk, rejection, message, overrides, imported_on in Capture.objects.filter(
            pk__in=part
        ).values_list(*fields)
    }


def seen_paths(captures: Collection[int], paths: Collection[str]) -> set[tuple[int, str]]:
    """Return the stored pairs (capture id, path) of these captures (by id) with these paths."""
    seen: set[tuple[int, str]] = set()
    for part in in_slices(set(captures), 400):
        for some in in_slices(set(paths), 400):
            rows = SeenPath.objects.filter(capture__in=part, path__in=some)
            seen.update(rows.values_list("capture_id", "path"))
    return seen


def existing_extracts(keys: Collection[str], others: Collection[int]) -> list[ExistingExtract]:
    """Return the extracts that have one of these keys or one of these ids (`others`), sorted by id.

    Of the extracts with the same key, only the latest MOST_CANDIDATES are returned.

    If a newer parser changed the key of an extract, the extract is found by its new key and by its
    old key (`filed_key`). Its `key` in the result is the key by which it was found. If both keys
    are in `keys`, the result contains the extract twice.
    """
    extracts: set[ExistingExtract] = set()
    for name in ("key", "filed_key"):
        if name == "filed_key" and not Extract.objects.filter(filed_key__gt="").exists():
            continue
        latest = select_latest(Extract, name, set(keys), MOST_CANDIDATES)
        pks = {pk for ids in latest.values() for pk in ids}
        for part in in_slices(pks.union(others) if name == "key" else pks, 500):
            extracts.update(_extracts(Extract.objects.filter(pk__in=part), key=name))
    return sorted(extracts, key=lambda extract: (extract.pk, extract.key))


def linked_extracts(link_keys: Collection[str]) -> dict[str, list[int]]:
    """Return a dict from each of these link keys to the ids of the extracts that have it.

    Only the ids of the latest MOST_CANDIDATES extracts with a link key are returned.
    """
    return select_latest(Extract, "link_key", link_keys, MOST_CANDIDATES)


def do_more_articles_have(link: str, count: int) -> bool:
    """Return True if more than `count` articles have this link key.

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
    """Return the latest MOST_CANDIDATES extracts with keys from `first` to `last`, oldest first.

    `first` and `last`, which are included, are the result of `key_range`: this range has the keys
    of one source and title with any date. The result is limited, because thousands of extracts can
    have the same title, for example "Press Review".
    """
    extracts = Extract.objects.filter(key__gte=first, key__lte=last).order_by("-pk")
    return _extracts(extracts[:MOST_CANDIDATES])[::-1]


def extracts_of_articles(articles: Collection[int]) -> list[ExistingExtract]:
    """Return the latest MOST_CANDIDATES extracts of these articles (by id), oldest first."""
    extracts = Extract.objects.filter(article__in=articles).order_by("-pk")
    return _extracts(extracts[:MOST_CANDIDATES])[::-1]


def extracts_of_days(day_keys: Collection[str]) -> list[ExistingExtract]:
    """Return the extracts with one of these day keys. A day key is made of a source and a day.

    Only the latest MOST_OF_DAY extracts with a day key are returned.
    """
    latest = select_latest(Extract, "day_key", set(day_keys), MOST_OF_DAY)
    pks = [pk for ids in latest.values() for pk in ids]
    return [
        existing
        for part in in_slices(pks, 500)
        for existing in _extracts(Extract.objects.filter(pk__in=part))
    ]


def _extracts(rows: QuerySet[Extract], key: str = "key") -> list[ExistingExtract]:
    fields = [key if name == "key" else name for name in _EXTRACT_FIELDS]
    return [ExistingExtract(*row) for row in rows.values_list(*fields)]


def stored_capture_ids(paths: Collection[str] | None) -> list[int]:
    """Return the ids of the captures that were imported from these paths, in ascending order.

    If `paths` is None, return the ids of all captures. A path can be a file or a folder. The paths
    must have the form in which SeenPath stores paths: absolute, with bytes that are not UTF-8 as
    backslash escapes.
    """
    if paths is None:
        return list(Capture.objects.order_by("pk").values_list("pk", flat=True))
    pks: set[int] = set()
    for path in paths:
        folder = path.rstrip("/") + "/"
        seen = SeenPath.objects.filter(Q(path=path) | Q(path__startswith=folder)).values_list(
            "capture_id", "path"
        )
        # The paths are compared again here, because SQLite ignores case in `startswith`.
        pks.update(
            capture
            for capture, seen_path in seen.iterator()
            if seen_path == path or seen_path.startswith(folder)
        )
    return sorted(pks)


def stored_captures(ids: Collection[int]) -> Iterator[StoredCapture]:
    """Yield the captures with these ids, with their bytes, in ascending order of ids."""
    fields = (
        *("pk", "sha256", "size", "overrides", "rejection", "rejection_message"),
        *("extractor", "encoding"),
    )
    for part in in_slices(ids, 50):
        seen = SeenPath.objects.filter(capture__in=part).order_by("-pk")
        paths = {pk: rest for pk, *rest in seen.values_list("capture_id", "path", "place")}
        contents = CaptureContent.objects.in_bulk(part)
        for pk, *rest in Capture.objects.filter(pk__in=part).order_by("pk").values_list(*fields):
            sha256, size, overrides, rejection, message, extractor, encoding = rest
            form = form_of(extractor)
            data = contents[pk].data if pk in contents else None
            path, place = paths.get(pk, ("", ""))
            yield StoredCapture(
                pk,
                sha256,
                size,
                path,
                overrides,
                data,
                rejection,
                message,
                form,
                encoding if form else "",
                place,
            )
