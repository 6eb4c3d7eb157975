"""Find collocates: words that stand near the words of a search more often than elsewhere.

The table of a collocate is that of surface cooccurrence: words within the span of any match against
all other words of the same articles (S. Evert, "Corpora and collocations", 2008). A word within the
span of two matches is counted once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from archive.measures.association import SURE, attracts, log_dice, log_likelihood
from archive.search.analysis.words import keys_of
from archive.search.highlighting.matches import MatchFinder
from archive.search.index.errors import unavailable_on_errors
from archive.search.query.parser import MAX_NEARS, parse_query
from archive.search.query.query_tree import InTitle, Near, Phrase, Prefix, TextNode, Words
from archive.search.values import SearchQuery
from archive.search.wording.counted import CountedList, counted_later, text_nodes
from archive.search.wording.sample import read_sample

MOST_READ = 1_500
MOST_LETTERS = 2_000_000
LEAST_TIMES = 3
"""A collocate stands at least so many times within the span of a match."""

UNSUITED = (
    "Collocates are found beside words and phrases. This search has NEAR, title: or no words, so"
    " there is nothing to look beside."
)
TOO_MANY = f"Collocates are found beside at most {MAX_NEARS} words and phrases."


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word, in its most frequent form, near the matches in the articles that were read.

    It stands `before` and `after` a match, `times` in both, and `frequency` times in all these
    articles. `dice` is logDice. `articles` is the number of all articles of the list in which it is
    near a match, and `search` the search text that finds exactly these; None and "" if no search
    does.
    """

    word: str
    before: int
    after: int
    times: int
    frequency: int
    likelihood: float
    dice: float
    articles: int | None
    search: str


@dataclass(frozen=True, slots=True)
class Collocates:
    """Collocates, the highest logDice first, and what they were found in.

    The articles of each are counted while `words` is read, once. `matches` is the number of matches
    in the `read` articles of `total`, `word_count` that of all their words. `found` is the number
    of collocates. `problem` is a sentence if the search can have none.
    """

    words: Iterable[Collocate] = ()
    matches: int = 0
    word_count: int = 0
    read: int = 0
    total: int = 0
    found: int = 0
    problem: str = ""
    generation: str = ""
    version: int = 0


def find_collocates(query: SearchQuery, within: int) -> Collocates:
    """Return the words within `within` words before or after the matches of a search.

    Only words with a log-likelihood above SURE and at least LEAST_TIMES are collocates; numbers
    are not. Raises IndexUnavailable, also while `words` is read.
    """
    with unavailable_on_errors():
        counted = CountedList(query)
        parts = list(dict.fromkeys(text_nodes(counted.node)))
        beside = [part for part in parts if isinstance(part, TextNode)]
        if problem := _problem(parts):
            return Collocates(
                problem=problem, generation=counted.generation, version=counted.version
            )
        sample = read_sample(counted.searcher, counted.query, MOST_READ, MOST_LETTERS)
        finder = MatchFinder(counted.node)
        spans = _Spans(within)
        for _id, title, body in sample.texts:
            spans.add(*finder.word_runs(title, is_title=True))
            spans.add(*finder.word_runs(body, is_title=False))
        found = spans.collocates()
        near = _NearSearch(counted, beside, within)
    return Collocates(
        counted_later(found, near.with_articles),
        spans.matches,
        spans.word_count,
        sample.read,
        sample.total,
        len(found),
        "",
        counted.generation,
        counted.version,
    )


def _problem(parts: Sequence[TextNode | Near | InTitle]) -> str:
    if not parts or not all(isinstance(part, TextNode) for part in parts):
        return UNSUITED
    return TOO_MANY if len(parts) > MAX_NEARS else ""


@dataclass(slots=True)
class _Spans:
    """Counts the words of texts, and those within `within` words of a match."""

    within: int
    matches: int = 0
    word_count: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    """Words that are in no match, in their normal form."""

    def add(self, words: Sequence[str], runs: Set[tuple[int, int]]) -> None:
        """Count the words of a text; `runs` has the first and last word of each match."""
        self.word_count += len(words)
        if not runs:
            self.others.update(words)
            return
        joined = list(_joined(sorted(runs)))
        self.matches += len(joined)
        inside = {index for first, last in joined for index in range(first, last + 1)}
        self.others.update(words)
        self.others.subtract(words[index] for index in inside)
        side: dict[int, tuple[int, bool]] = {}  # the distance to the nearest match, and if before
        for first, last in joined:
            for distance in range(1, self.within + 1):
                for index, is_before in ((first - distance, True), (last + distance, False)):
                    if 0 <= index < len(words) and index not in inside:
                        near = (distance, is_before)
                        side[index] = min(near, side.get(index, near))
        for index, (_distance, is_before) in side.items():
            (self.before if is_before else self.after)[words[index]] += 1

    def collocates(self) -> list[Collocate]:
        """Return the collocates, the highest logDice first."""
        before, after, others = map(_by_key, (self.before, self.after, self.others))
        form_of: dict[str, str] = {}
        near = self.before + self.after
        for form, _number in sorted(near.items(), key=lambda item: (-item[1], item[0])):
            form_of.setdefault(keys_of([form])[0], form)
        window, total = near.total(), self.others.total()
        found = []
        for key, form in form_of.items():
            times, frequency = before[key] + after[key], others[key]
            if times < LEAST_TIMES or len(key) < 2 or not key.isalpha():
                continue
            likelihood = log_likelihood(times, window, frequency, total)
            if likelihood > SURE and attracts(times, window, frequency, total):
                dice = log_dice(times, self.matches, frequency)
                found.append(
                    Collocate(
                        form, before[key], after[key], times, frequency, likelihood, dice, None, ""
                    )
                )
        return sorted(found, key=lambda row: (-row.dice, row.word))


def _by_key(forms: Counter[str]) -> Counter[str]:
    keys: Counter[str] = Counter()
    for form, key in zip(forms, keys_of(forms), strict=True):
        keys[key] += forms[form]
    return keys


def _joined(runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words; runs that overlap or are side by side are joined."""
    first, last = runs[0]
    for start, end in runs[1:]:
        if start <= last + 1:
            last = max(last, end)
        else:
            yield first, last
            first, last = start, end
    yield first, last


class _NearSearch:
    """Counts the articles in which a word is near a match, by a search with NEAR."""

    def __init__(self, counted: CountedList, beside: Sequence[TextNode], within: int) -> None:
        self._counted = counted
        typed = " OR ".join(map(_typed, beside))
        self._start = f"({typed})" if len(beside) > 1 else typed
        self._within = within
        # If the search is nothing but the words, they need not be typed twice.
        self._is_whole = parse_query(typed).node == counted.node

    def with_articles(self, found: Collocate) -> Collocate:
        """Return the collocate with its number of articles, if a search finds exactly these."""
        if parse_query(found.word).node != Words(found.word):
            return found
        near = f"{self._start} NEAR/{self._within} {found.word}"
        query = self._counted.text_query(near)
        search = near if self._is_whole else self._counted.added(near)
        if query is None or not search:
            return found
        return replace(found, articles=self._counted.count(query), search=search)


def _typed(node: TextNode) -> str:
    """Return a text that is searched for as this node."""
    match node:
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f'"{text}*"' if " " in text else f"{text}*"
    return node.text
