"""Searches each kept text among the articles of an archive, by its words alone.

The place in the file, the link and everything else that the import noted are not used, except to
choose between articles with equal texts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tests.corpus.kept_texts import KeptText, core_of, letters_of

_SENTENCE_END = re.compile(r"[.!?。！？]+[\"”'’)\]]*\s+|\n\s*\n")
_LEAST_SENTENCE = 20  # letters; shorter sentences occur in many articles
_RUN = 12  # letters: the pieces in which a text is compared with an article
_WHOLE = 0.97
"""The share of a text's runs that an article must have to be its article. The rest are changed
places at a dateline, at an end mark or at a line with the author."""
_MOST_CANDIDATES = 5
_HALF = 0.5
# A site replaces a page by another version of it. News with formulas are short, so only long texts
# with the same link are taken for versions.
_REVISED, _LONG = 0.8, 1_000
_SHORT = 400  # letters; a longer text has sentences by which it is found


class Found(Enum):
    """How a kept text is found among the articles.

    OWN: one article is this text. SPLIT: several articles together are this text. INSIDE: it is a
    part of an article that has more text. REVISED: an article with the same link is another version
    of the same long text. CUT: an article of its own has only a part of it. SWALLOWED: no article
    has it, or only an article that is another text.
    """

    OWN = "own"
    SPLIT = "split"
    INSIDE = "inside"
    REVISED = "revised"
    CUT = "cut"
    SWALLOWED = "swallowed"


@dataclass(frozen=True, slots=True)
class ArchiveArticle:
    """What readers see of an article. `day` is an ISO date, or "" if the date is unknown."""

    pk: int
    title: str
    body: str
    day: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """The result for one kept text.

    `article` is the article with most of it, None if no article has a sentence of it. `share` is
    the share of the text that the article has, from 0.0 to 1.0.
    """

    text: KeptText
    found: Found
    article: ArchiveArticle | None
    share: float


@dataclass
class Comparison:
    """The results for all kept texts, and what they have in common.

    `merged` are articles in which two different texts are found, of which neither contains the
    other. `unexplained` are articles in which no kept text is found.
    """

    searches: list[Search] = field(default_factory=list)
    merged: list[tuple[ArchiveArticle, list[KeptText]]] = field(default_factory=list)
    unexplained: list[ArchiveArticle] = field(default_factory=list)

    def those(self, found: Found) -> list[Search]:
        return [search for search in self.searches if search.found is found]


class _Shelf:
    """The articles of an archive, with tables to find them by their letters and sentences."""

    def __init__(self, articles: Iterable[ArchiveArticle]) -> None:
        self.articles: dict[int, ArchiveArticle] = {}
        self.letters: dict[int, str] = {}
        self.by_core: dict[str, list[int]] = defaultdict(list)
        self.by_sentence: dict[int, list[int]] = defaultdict(list)
        for article in articles:
            self.articles[article.pk] = article
            self.letters[article.pk] = letters_of(article.title) + letters_of(article.body)
            self.by_core[core_of(article.title, article.body)].append(article.pk)
            for sentence in _sentences(article.body):
                self.by_sentence[sentence].append(article.pk)

    def candidates(self, text: KeptText) -> list[int]:
        """Return the ids of the articles that share most sentences with a text, best first."""
        votes: Counter[int] = Counter()
        for sentence in _sentences(text.text):
            owners = self.by_sentence.get(sentence, ())
            if len(owners) <= 100:  # a sentence of more articles says nothing
                votes.update(owners)
        near = sorted(
            votes, key=lambda pk: (-votes[pk], self.articles[pk].day[:10] != text.day, pk)
        )
        return near[:_MOST_CANDIDATES]

    def with_part(self, letters: str) -> list[int]:
        """Return the ids of all articles that contain these letters. This takes long."""
        return [pk for pk, own in self.letters.items() if letters in own]


def compare(texts: Sequence[KeptText], articles: Iterable[ArchiveArticle]) -> Comparison:
    """Search each text among the articles. `texts` are different texts (`kept_texts.distinct`)."""
    shelf = _Shelf(articles)
    results: dict[int, Search] = {}
    owners: dict[int, list[KeptText]] = defaultdict(list)
    left = []
    for number, text in enumerate(texts):
        if same := shelf.by_core.get(text.core):
            article = shelf.articles[min(same, key=lambda pk: _distance(shelf.articles[pk], text))]
            results[number] = Search(text, Found.OWN, article, 1.0)
            for pk in same:
                owners[pk].append(text)
        else:
            left.append((number, text))
    whole = set(owners)
    for number, text in left:
        search = _search(text, shelf, whole)
        results[number] = search
        if search.article and search.found is not Found.SWALLOWED:
            owners[search.article.pk].append(text)
    swallowing = _shared_cuts(results.values())
    comparison = Comparison([results[number] for number in sorted(results)])
    for pk, own in owners.items():
        if apart := _different(own, shelf.letters[pk]):
            comparison.merged.append((shelf.articles[pk], apart))
    explained = set(owners) | _pieces(comparison.those(Found.SPLIT), shelf) | swallowing
    comparison.unexplained = [
        article for pk, article in shelf.articles.items() if pk not in explained
    ]
    return comparison


def _sentences(text: str) -> set[int]:
    """Return the hashes of the sentences of a text, without the first words of a title."""
    found = set()
    for sentence in _SENTENCE_END.split(text):
        letters = letters_of(sentence)
        if len(letters) >= _LEAST_SENTENCE:
            found.add(hash(letters))
            # The beginning can be a title and a dateline, and line breaks can end a sentence.
            found.add(hash(letters[-_LEAST_SENTENCE:]))
    return found


def _distance(article: ArchiveArticle, text: KeptText) -> tuple[bool, bool, bool]:
    return (
        letters_of(article.title) != letters_of(text.title),
        article.link != text.link,
        article.day != text.day,
    )


def _search(text: KeptText, shelf: _Shelf, whole: set[int]) -> Search:
    """Search a text that is not exactly the text of an article.

    `whole` are the ids of articles that are exactly another text.
    """
    candidates = shelf.candidates(text)
    if not candidates:
        # A text without a whole sentence, or without a sentence that an article has.
        inside = shelf.with_part(text.core) if len(text.core) < _SHORT else []
        if not inside:
            return Search(text, Found.SWALLOWED, None, 0.0)
        candidates = inside[:_MOST_CANDIDATES]
    shares = {pk: share_of(text.core, shelf.letters[pk]) for pk in candidates}
    # An article that is not another text goes first, if it has as much of this one.
    best = max(candidates, key=lambda pk: (round(shares[pk], 2), pk not in whole))
    article, share = shelf.articles[best], shares[best]
    if share >= _WHOLE:
        found = Found.INSIDE if best in whole else Found.OWN
        return Search(text, found, article, share)
    free = [pk for pk in candidates if pk not in whole]
    together = "\n".join(shelf.letters[pk] for pk in free)
    between = _RUN * (len(free) - 1) / len(text.core)  # the runs that go from one into the next
    if len(free) > 1 and share_of(text.core, together) + between >= _WHOLE:
        return Search(text, Found.SPLIT, shelf.articles[free[0]], share)
    own = max(free, key=lambda pk: shares[pk], default=None)
    if own is not None and shares[own] >= _HALF:
        return Search(text, Found.CUT, shelf.articles[own], shares[own])
    is_version = article.link == text.link != "" and share >= _REVISED
    if is_version and len(text.core) >= _LONG:
        return Search(text, Found.REVISED, article, share)
    return Search(text, Found.SWALLOWED, article, share)


def share_of(core: str, letters: str) -> float:
    """Return the share of the runs of 12 letters in `core` that `letters` has, from 0.0 to 1.0."""
    if core in letters:
        return 1.0
    if len(core) <= _RUN:
        return 0.0
    there = {letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1)}
    runs = range(len(core) - _RUN + 1)
    return sum(core[start : start + _RUN] in there for start in runs) / len(runs)


def _shared_cuts(searches: Iterable[Search]) -> set[int]:
    return {search.article.pk for search in searches if search.article}


def _different(own: list[KeptText], letters: str) -> list[KeptText]:
    """Return the texts of one article that are different texts, longest first.

    The list is empty unless the article has two texts of which neither contains the other. Equal
    texts of other days or links are one text.
    """
    cores = sorted({text.core: text for text in own}.items(), key=lambda each: -len(each[0]))
    apart: list[tuple[str, KeptText]] = []
    for core, text in cores:
        if not any(share_of(core, other) >= _WHOLE for other, _ in apart):
            apart.append((core, text))
    whole = [text for core, text in apart if share_of(core, letters) >= _WHOLE]
    return whole if len(whole) > 1 else []


def _pieces(split: list[Search], shelf: _Shelf) -> set[int]:
    return {
        pk
        for search in split
        for pk in shelf.candidates(search.text)
        if share_of(shelf.letters[pk], search.text.letters) >= _HALF
    }
