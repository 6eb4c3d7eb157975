"""Find keywords: words that more, or fewer, of these articles have than the rest of the archive.

The measure is the number of articles that have a word, not how often it occurs ("text dispersion
keyness"; J. Egbert and D. Biber, "Incorporating text dispersion into keyword analyses", Corpora 14,
2019). So a word that one long article repeats is not a keyword.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tantivy import Occur, Query

from archive.measures.association import SURE, attracts, log_likelihood, log_ratio
from archive.search.analysis.words import exact_words, keys_of
from archive.search.engine import unavailable_on_errors
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import Words
from archive.search.values import SearchQuery
from archive.search.wording.counted import CountedList, keys_in
from archive.search.wording.sample import Sample, read_sample

MOST_READ = 800  # articles of the list, and as many of the rest
MOST_LETTERS = 1_200_000  # characters of the list, and as many of the rest
_SPARE = 1.4  # candidates for each word that is wanted, because their order changes when counted


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word in its most frequent form, and how many articles have it, in any form.

    `here` is the number of the list, `rest` that of the rest of the archive. `search` is the search
    text of the list with the word; "" if there is none.
    """

    word: str
    here: int
    rest: int
    likelihood: float
    ratio: float
    search: str


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords, the highest log-likelihood first.

    `here` is the number of articles of the list, `rest` that of the others. `read_here` and
    `read_rest` of them were read to find the words.
    """

    words: tuple[Keyword, ...]
    here: int
    rest: int
    read_here: int
    read_rest: int
    generation: str
    version: int


def find_keywords(
    query: SearchQuery, names: Iterable[str] = (), *, rarer: bool = False, most: int = 100
) -> Keywords:
    """Return at most `most` words that distinguish the articles of a list from all others.

    If `rarer` is true, they are rarer here than elsewhere. Words of the search and of `names`,
    numbers and single letters are left out. Only words with a log-likelihood above SURE are
    keywords. There is none if the list is empty or has all articles. Raises IndexUnavailable.
    """
    with unavailable_on_errors():
        here = CountedList(query)
        rest = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, here.query)])
        read = read_sample(here.searcher, here.query, MOST_READ, MOST_LETTERS)
        others = read_sample(here.searcher, rest, MOST_READ, MOST_LETTERS)
        left_out = keys_in(here.node).union(*(keys_of(exact_words(name)) for name in names))
        words = _best(_candidates(read, others, left_out, rarer), round(_SPARE * most))
        counted = [_count(here, word, read.total, others.total) for word in words]
    kept = [
        word
        for word in counted
        if word
        and word.likelihood > SURE
        and attracts(word.here, read.total, word.here + word.rest, read.total + others.total)
        != rarer
    ]
    kept.sort(key=lambda word: (-word.likelihood, word.word))
    return Keywords(
        tuple(kept[:most]),
        read.total,
        others.total,
        read.read,
        others.read,
        here.generation,
        here.version,
    )


def _candidates(
    read: Sample, others: Sample, left_out: Collection[str], rarer: bool
) -> list[tuple[float, str]]:
    """Return (log-likelihood in the two samples, most frequent form) of each word."""
    if not read.read or not others.read:
        return []
    forms: Counter[str] = Counter()
    here, rest = _frequencies(read, forms), _frequencies(others, forms)
    best: dict[str, str] = {}
    for form, _number in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        best.setdefault(keys_of([form])[0], form)
    total = read.read + others.read
    found = []
    for key in here.keys() | rest.keys():
        both, either = here[key], here[key] + rest[key]
        if attracts(both, read.read, either, total) == rarer or key in left_out:
            continue
        if len(key) > 1 and key.isalpha():
            found.append((log_likelihood(both, read.read, either, total), best[key]))
    return found


def _frequencies(sample: Sample, forms: Counter[str]) -> Counter[str]:
    """Return how many articles have each key, and add the articles with each form to `forms`."""
    found: Counter[str] = Counter()
    for _id, title, body in sample.texts:
        words = {*exact_words(title), *exact_words(body)}
        forms.update(words)
        found.update(set(keys_of(words)))
    return found


def _best(found: list[tuple[float, str]], most: int) -> list[str]:
    return [word for _value, word in sorted(found, key=lambda row: (-row[0], row[1]))[:most]]


def _count(here: CountedList, word: str, size: int, other_size: int) -> Keyword | None:
    """Return the keyword with its numbers in all articles; None if it cannot be typed alone."""
    if parse_query(word).node != Words(word):
        return None
    query = here.text_query(word)
    if query is None:
        return None
    number = here.count(query)
    rest = here.count_everywhere(query) - number
    return Keyword(
        word,
        number,
        rest,
        log_likelihood(number, size, number + rest, size + other_size),
        log_ratio(number, size, rest, other_size),
        here.added(word),
    )
