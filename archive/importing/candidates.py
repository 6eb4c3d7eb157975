"""Finds extracts that could belong to the same article as a new extract; writes nothing.

These candidates are stored already, or were planned earlier in the same run.
"""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter

from archive.importing.existing_rows import (
    ExistingExtract,
    do_more_articles_have,
    existing_extracts,
    extracts_between,
    extracts_of_articles,
    extracts_of_days,
    linked_extracts,
)
from archive.matching.lookup_keys import MOST_CANDIDATES, MOST_OF_DAY, LookupKeys
from ingest.same_article import (
    MOST_LINKED,
    ComparedText,
    are_dates_near,
    key_range,
    letters_of,
    neighbouring_days,
    neighbouring_keys,
)


@dataclass(eq=False, slots=True)
class ArticleRef:
    """A reference to a stored or planned article; all extracts of one article share one ArticleRef.

    `pk` is the id of the article; it is None until the article is stored.
    """

    pk: int | None = None


@dataclass(eq=False, slots=True)
class CandidateExtract:
    """An extract that could belong to the same article as a new extract.

    For a stored extract, `order` is its id. Planned extracts are numbered in the order in which
    they were planned, and `order` is this number. `key`, `day_key` and `link_key` are the columns
    of the extract: `day_key` is made of source and day, `link_key` of the link, and `key` can also
    be the old key of the extract (see `existing_extracts`). `text` is the body; as bytes if `pack`
    has compressed the body. `dateline_day` is the day of a dateline without a year ("--05-06"), or
    "".
    """

    order: int
    article_ref: ArticleRef
    sha256: str
    key: str
    day_key: str
    link_key: str
    text: str | bytes
    dateline_day: str = ""
    _letters: str | None = None

    @property
    def compared(self) -> ComparedText:
        """The body and its letters (`letters_of`), by which texts are compared."""
        text = self.text
        body = text if isinstance(text, str) else zlib.decompress(text).decode()
        if self._letters is None:
            self._letters = letters_of(body)
        return ComparedText(body, self._letters)

    def pack(self) -> None:
        """Compress the body in memory, to about 1 KB."""
        self._letters = None
        if isinstance(self.text, str):
            self.text = zlib.compress(self.text.encode(), 1)


class _CandidateIndex:
    """Candidates in four dicts, each from a key to the candidates that have the key.

    The key of `by_key` is the key of an extract. The key of `by_name` is made of source and title,
    the key of `by_link` is the link key, and the key of `by_day` is made of source and day. The
    candidates with a key are in the order in which they were added.
    """

    def __init__(self) -> None:
        self.by_key: dict[str, list[CandidateExtract]] = defaultdict(list)
        self.by_name: dict[str, list[CandidateExtract]] = defaultdict(list)
        self.by_link: dict[str, list[CandidateExtract]] = defaultdict(list)
        self.by_day: dict[str, list[CandidateExtract]] = defaultdict(list)

    def add(self, candidate: CandidateExtract) -> None:
        self.by_key[candidate.key].append(candidate)
        self.by_name[candidate.key[:-8]].append(candidate)
        self.by_day[candidate.day_key].append(candidate)
        if candidate.link_key:
            self.by_link[candidate.link_key].append(candidate)

    def near(self, lookup: LookupKeys) -> list[CandidateExtract]:
        """Return the candidates that have the source and title of an article whose date has no day.

        `lookup` has the keys of this article. Candidates whose dates are not near the date of the
        article (`are_dates_near`) are left out.
        """
        latest = self.by_name.get(lookup.key[:-8], ())[-MOST_OF_DAY:]
        return [candidate for candidate in latest if are_dates_near(candidate.key, lookup.key)]


class Candidates:
    """The stored and planned extracts that are compared with the new extracts of a batch.

    `load` loads the stored extracts that could belong to the same articles as these new extracts,
    and removes the stored extracts of the previous batch. Planned extracts are kept until `forget`
    is called.
    """

    def __init__(self) -> None:
        self._article_refs: dict[int, ArticleRef] = {}
        self._existing = _CandidateIndex()
        self._planned = _CandidateIndex()
        self._orders = count()
        # The keys of links that more than MOST_LINKED stored articles have. They are never removed
        # from this set, because articles are never deleted.
        self._common: set[str] = set()
        # The keys of links that more than MOST_LINKED stored and planned articles have together.
        self._becoming_common: set[str] = set()

    def load(self, lookups: Iterable[LookupKeys]) -> None:
        """Load the stored extracts that could belong to the same articles as the new extracts.

        `lookups` has the keys of all new extracts of a batch.
        """
        self._existing = _CandidateIndex()
        keys: set[str] = set()
        days: set[str] = set()
        links: set[str] = set()
        loose: list[ExistingExtract] = []
        for lookup in lookups:
            if lookup.link_key:
                links.add(lookup.link_key)
            keys.update(neighbouring_keys(lookup.key), neighbouring_days(lookup.untitled_key))
            days.update(lookup.day_keys)
            if not lookup.is_dated:
                loose += extracts_between(*key_range(lookup.key))
        every = (*loose, *existing_extracts(keys, self._linked(links)), *extracts_of_days(days))
        by_key = {(existing.pk, existing.key): existing for existing in every}
        for key in sorted(by_key):
            self._existing.add(self._candidate(by_key[key]))

    def _linked(self, links: set[str]) -> list[int]:
        """Return the ids of the extracts that have one of these link keys.

        Links that more than MOST_LINKED articles have are ignored.
        """
        linked = linked_extracts(links - self._common)
        crowded = (link for link, pks in linked.items() if len(pks) > MOST_LINKED)
        self._common.update(link for link in crowded if do_more_articles_have(link, MOST_LINKED))
        return [pk for link, pks in linked.items() if link not in self._common for pk in pks]

    def _candidate(self, existing: ExistingExtract) -> CandidateExtract:
        article_ref = self._article_refs.setdefault(
            existing.article_id, ArticleRef(existing.article_id)
        )
        return CandidateExtract(
            existing.pk,
            article_ref,
            existing.sha256,
            existing.key,
            existing.day_key,
            existing.link_key,
            existing.body,
            existing.dateline_day or "",
        )

    def usable_link(self, lookup: LookupKeys) -> str:
        """Return the link key of an article if it can be used to find candidates, otherwise "".

        A link cannot be used if more than MOST_LINKED articles have this link. The result is also
        "" if the article has no link.
        """
        link = lookup.link_key
        if link in self._common or link in self._becoming_common:
            return ""
        linked = [*self._existing.by_link.get(link, ()), *self._planned.by_link.get(link, ())]
        if len({candidate.article_ref for candidate in linked[-MOST_OF_DAY:]}) > MOST_LINKED:
            self._becoming_common.add(link)
            return ""
        return link

    def matching(self, lookup: LookupKeys, link: str) -> list[CandidateExtract]:
        """Return the candidates for an article, each once, in the order of their import.

        `link` is the result of `usable_link`. If very many extracts have the same key, only the
        latest are returned. The result does not depend on how the files are divided into batches,
        so that an import always has the same result.
        """
        stored, planned = self._existing, self._planned
        groups: list[tuple[Sequence[CandidateExtract], Sequence[CandidateExtract], int]] = []
        if lookup.is_dated:
            for key in (*neighbouring_keys(lookup.key), *neighbouring_days(lookup.untitled_key)):
                if key in stored.by_key or key in planned.by_key:
                    both = stored.by_key.get(key, ()), planned.by_key.get(key, ())
                    groups.append((*both, MOST_CANDIDATES))
        else:
            groups.append((stored.near(lookup), planned.near(lookup), MOST_CANDIDATES))
        if link:
            both = stored.by_link.get(link, ()), planned.by_link.get(link, ())
            groups.append((*both, MOST_CANDIDATES))
        for day in lookup.day_keys:
            both = stored.by_day.get(day, ()), planned.by_day.get(day, ())
            groups.append((*both, MOST_OF_DAY))
        older: list[CandidateExtract] = []
        newer: list[CandidateExtract] = []
        for stored_group, planned_group, most in groups:
            newer += planned_group[-most:]
            older += stored_group[max(0, len(stored_group) + len(planned_group) - most) :]
        return _in_order(older) + _in_order(newer)

    def of_articles(self, articles: Collection[int]) -> list[CandidateExtract]:
        """Return the latest stored extracts of these articles (by id), oldest first."""
        return [self._candidate(existing) for existing in extracts_of_articles(articles)]

    def remember(self, article_ref: ArticleRef, sha256: str, lookup: LookupKeys, body: str) -> None:
        """Add a planned extract to the candidates for extracts that are planned later.

        `article_ref` is the article of the planned extract, `sha256` the hash of its saved file,
        `lookup` its keys, and `body` its text.
        """
        order = next(self._orders)
        self._planned.add(
            CandidateExtract(
                order,
                article_ref,
                sha256,
                lookup.key,
                lookup.untitled_key,
                lookup.link_key,
                body,
                lookup.dateline_day,
            )
        )

    def forget(self) -> None:
        """Remove the planned extracts, because their batch was stored or rolled back."""
        self._article_refs, self._planned, self._becoming_common = {}, _CandidateIndex(), set()

    def pack(self) -> None:
        """Compress the bodies of the planned extracts, to save memory."""
        for candidates in self._planned.by_name.values():
            for candidate in candidates:
                candidate.pack()


def _in_order(candidates: Iterable[CandidateExtract]) -> list[CandidateExtract]:
    return sorted(
        {id(candidate): candidate for candidate in candidates}.values(), key=attrgetter("order")
    )
