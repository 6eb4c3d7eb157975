"""Finds the source for the name of a source in a saved file; creates a source for a new name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.text import slugify

from archive.models import Source, SourceName
from ingest.sources import cut_name, read_source_name, source_key


@dataclass(eq=False, slots=True)
class SourceRef:
    """A source that is stored, or that this run will store.

    `pk` is the id of the source; it is None until a batch with an article of the source is stored.
    `spellings` has the spellings of the name that this run found in saved files and that were not
    stored before: a dict from the `source_key` of each spelling to the spelling.
    """

    slug: str
    name: str
    is_listed: bool
    pk: int | None = None
    spellings: dict[str, str] = field(default_factory=dict)


class SourceResolver:
    """All stored sources, loaded once for each run, and the new sources of the run.

    `bool(resolver)` is False if there are no sources, because the gazetteer was not loaded.
    """

    def __init__(self) -> None:
        self._by_key: dict[str, SourceRef] = {}
        self._by_slug: dict[str, SourceRef] = {}
        self._slugs: dict[int, str] = {}
        self.load()

    def load(self) -> None:
        """Load the sources from the database, and forget those new sources that were not stored."""
        ids = Source.objects.ids_by_name_key()
        fields = ("pk", "slug", "name", "is_listed")
        known = {
            pk: SourceRef(slug, name, is_listed, pk)
            for pk, slug, name, is_listed in Source.objects.values_list(*fields)
        }
        self._slugs = {pk: source.slug for pk, source in known.items()}
        self._by_slug = {source.slug: source for source in known.values()}
        self._by_key = {key: known[pk] for key, pk in ids.items()}

    def __bool__(self) -> bool:
        return bool(self._by_slug)

    def slug(self, pk: int | None) -> str:
        """Return the slug of a stored source; "" if its id is None."""
        return self._slugs.get(pk, "") if pk else ""

    def find(self, name: str) -> SourceRef | None:
        """Return the source for a name in a saved file, such as "KCNA.kp (En)"; None for "".

        If no source has this name, return the source that has the name without its language tag
        ("KCNA.kp"). If no source has that name either, return a new source with the name without
        the tag.
        """
        if not name.strip():
            return None
        source = self._by_key.get(source_key(name))
        if source is None:
            source = self._find_base(name)
            self._by_key[source_key(name)] = source
            source.spellings[source_key(name)] = cut_name(name)
        return source

    def _find_base(self, name: str) -> SourceRef:
        base = read_source_name(name)[0].strip() or name.strip()
        source = self._by_key.get(source_key(base))
        if source is None:
            source = SourceRef(self._free_slug(base), cut_name(base), is_listed=False)
            self._by_key[source_key(base)] = self._by_slug[source.slug] = source
        return source

    def _free_slug(self, name: str) -> str:
        """Return a slug for a new source: the name as a slug, with a hash if this slug is taken.

        Slugs do not have numbers such as "kcna-2", which would depend on the order of the imports.
        Otherwise the keys of extracts, which are made from slugs, would differ from run to run.
        """
        slug = slugify(name)[:40].strip("-")
        if slug and slug not in self._by_slug:
            return slug
        return f"{slug or 'source'}-{sha256(source_key(name).encode()).hexdigest()[:6]}"

    def write_new(self, sources: Iterable[SourceRef | None]) -> None:
        """Store the new sources in `sources`, with all spellings of their names."""
        for source in sources:
            if source and source.pk is None:
                source.pk = Source.objects.create(
                    slug=source.slug, name=source.name, is_listed=False
                ).pk
                self._slugs[source.pk] = source.slug
                spellings = {source_key(source.name): source.name} | source.spellings
                SourceName.objects.bulk_create(
                    SourceName(
                        source_id=source.pk, name=name, key=key, language=read_source_name(name)[1]
                    )
                    for key, name in spellings.items()
                )
