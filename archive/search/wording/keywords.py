"""Find keywords: words that more, or fewer, of these articles have than the rest of the archive.

The measure is the number of articles that have a word, not how often it occurs ("text dispersion
keyness"; J. Egbert and D. Biber, "Incorporating text dispersion into keyword analyses", Corpora 14,
2019). So a word that one long article repeats is not a keyword.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from tantivy import Occur, Query

from archive.measures.association import SURE, attracts, log_likelihood, log_ratio
from archive.search.analysis.words import exact_words, keys_of
from archive.search.index.errors import unavailable_on_errors
from archive.search.query.parser import parse_query
from archive.search.query.query_tree import Words
from archive.search.query.tantivy_queries import both
from archive.search.values import SearchQuery
from archive.search.wording.counted import CountedList, keys_in
from archive.search.wording.sample import Sample, read_sample

MOST_READ = 800  # articles of the list, and as many of the rest
MOST_LETTERS = 1_200_000  # characters of the list, and as many of the rest
_SPARE = 1.4  # candidates for each word that is wanted, because their order changes when counted


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word in its most frequent form, and how many articles have it, in any form.

    `here` is the number of the list, `rest` that of the rest, and `whole` that of the archive or of
    the other list. `search` is the search text of the list with the word, and `search_whole` that
    of the archive or of the other list; "" if there is none.
    """

    word: str
    here: int
    rest: int
    whole: int
    likelihood: float
    ratio: float
    search: str
    search_whole: str


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords, the highest log-likelihood first.

    `here` is the number of articles of the list, `rest` that of the others, and `both` how many of
    the other list are also in the list, and so are not in the rest. `read_here` and `read_rest` of
    the articles were read to find the words.
    """

    words: tuple[Keyword, ...]
    here: int
    rest: int
    both: int
    read_here: int
    read_rest: int
    generation: str
    version: int


def find_keywords(
    query: SearchQuery,
    names: Iterable[str] = (),
    *,
    other: SearchQuery | None = None,
    rarer: bool = False,
    most: int = 100,
) -> Keywords:
    """Return at most `most` words that distinguish the articles of a list from all others.

    If `other` is given, the list is compared only with those articles of this other list that are
    not in the list itself; words of the search of `other` are left out, too. Words are searched for
    in other versions in both lists, or in none. If `rarer` is true, the words are rarer here than
    elsewhere. Words of the search and of `names`, numbers and single letters are left out. Only
    words with a log-likelihood above SURE are keywords. There is none if the list is empty or
    nothing is left to compare. Raises IndexUnavailable.
    """
    with unavailable_on_errors():
        here = CountedList(query)
        whole = CountedList(replace(other or SearchQuery(), with_versions=query.with_versions))
        rest = Query.boolean_query([(Occur.Must, whole.query), (Occur.MustNot, here.query)])
        read = read_sample(here.searcher, here.query, MOST_READ, MOST_LETTERS)
        others = read_sample(here.searcher, rest, MOST_READ, MOST_LETTERS)
        left_out = (keys_in(here.node) | keys_in(whole.node)).union(
            *(keys_of(exact_words(name)) for name in names)
        )
        words = _best(_candidates(read, others, left_out, rarer), round(_SPARE * most))
        counted = [_count(here, whole, rest, word, (read.total, others.total)) for word in words]
        total = whole.count()
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
        total - others.total if other else 0,
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
        number, either = here[key], here[key] + rest[key]
        if attracts(number, read.read, either, total) == rarer or key in left_out:
            continue
        if len(key) > 1 and key.isalpha():
            found.append((log_likelihood(number, read.read, either, total), best[key]))
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


def _count(
    here: CountedList, whole: CountedList, rest: Query, word: str, sizes: tuple[int, int]
) -> Keyword | None:
    """Return the keyword with its numbers in all articles; None if it cannot be typed alone.

    `whole` is what the list is compared with, `rest` finds the articles of it that are not in the
    list, and `sizes` are the numbers of articles of the list and of the rest.
    """
    if parse_query(word).node != Words(word):
        return None
    query = here.text_query(word)
    if query is None:
        return None
    number, in_whole = here.count(query), whole.count(query)
    number_of_rest = in_whole - number if not whole.is_filtered else whole.count(both(rest, query))
    return Keyword(
        word,
        number,
        number_of_rest,
        in_whole,
        log_likelihood(number, sizes[0], number + number_of_rest, sum(sizes)),
        log_ratio(number, sizes[0], number_of_rest, sizes[1]),
        here.added(word),
        whole.added(word),
    )
