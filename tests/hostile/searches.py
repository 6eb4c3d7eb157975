"""Makes hostile searches: the words of the query grammar, of the archive, and odd characters."""

from collections.abc import Iterator, Sequence
from random import Random

from archive.search import FACETS
from archive.search.query.tokens import FIELDS
from tests.hostile.hostile_request import HostileRequest, encoded, plainly_encoded, random_of
from tests.hostile.odd_text import damaged, odd_characters, odd_date, odd_number, odd_text
from tests.hostile.site_map import SiteMap

JOINTS = (
    *(" ", " ", " ", " ", " OR ", " OR ", " AND ", " NOT ", " NEAR ", " NEAR/3 ", " near/2 ", ""),
    *(" -", " --", " - ", "-", "OR", " or ", " NEAR/0 ", " NEAR/99 ", " NEAR/² ", " NEAR/٣ ", "\n"),
    *(" NEAR/ ", " NEAR/-1 ", " NEAR/00000000000000001 ", "\u00a0", "\u3000", "\u200b", " OR OR "),
    *(" AND OR ", " NEAR NEAR ", " NOT NOT ", ":", "*", '"', " && ", " || ", "~2 ", "^5 ", "\\ "),
)
OPENING = ("(", "(", "((", "-(", "title:(", '"', '"', "“", "«", "place:(", "NOT (", "-", "", "")
CLOSING = (")", ")", "))", '"', "”", "»", "*", '*"', ")*", '"*', '"~3', ":", "", "", ")NEAR/2(")
PATHS = (
    *("/articles/",) * 12,
    "/articles/feed/",
    *(f"/articles/{name}/" for name in FACETS),
)
MOST_WORDS = 200


def hostile_searches(
    site: SiteMap, words: Sequence[str], seed: int, count: int, first: int = 0
) -> Iterator[HostileRequest]:
    """Yield `count` requests with hostile searches, from number `first` on.

    `words` are words of articles.
    """
    for number in range(first, first + count):
        random = random_of("searches", seed, number)
        target = _target(site, words, random)
        yield HostileRequest(f"searches {seed}.{number}", target)


def _target(site: SiteMap, words: Sequence[str], random: Random) -> str:
    text = search_text(site, words, random)
    value = encoded(random, text) if random.random() < 0.25 else plainly_encoded(text)
    pairs = [f"q={value}"]
    for name in ("view", "sort", *FACETS):
        if random.random() < 0.08:
            known = site.values.get(name, ("",))
            pairs.append(f"{name}={plainly_encoded(random.choice(known))}")
    return f"{random.choice(PATHS)}?{'&'.join(pairs)}"


def search_text(site: SiteMap, words: Sequence[str], random: Random) -> str:
    """Return the text of a hostile search."""
    way = random.random()
    if way < 0.06:
        return odd_text(random)
    if way < 0.12:
        depth = random.choice((5, 19, 20, 21, 60, 400))
        opening = random.choice(("(", "-(", "title:(", "(a OR ", "(a NEAR (", "place:(", "NOT ("))
        return opening * depth + _term(site, words, random) + ")" * random.choice((depth, 0, 900))
    if way < 0.18:
        term = _term(site, words, random)
        count = random.choice((30, 31, 80, MOST_WORDS))
        joint = random.choice(JOINTS)
        return joint.join(random.choice((term, random.choice(words))) for _ in range(count))
    count = random.choice((1, 1, 2, 2, 3, 3, 4, 6, 10, 25))
    text = ""
    for _ in range(count):
        term = _term(site, words, random)
        if random.random() < 0.3:
            term = random.choice(OPENING) + term + random.choice(CLOSING)
        text += term + random.choice(JOINTS)
    return damaged(random, text) if random.random() < 0.1 else text


def _term(site: SiteMap, words: Sequence[str], random: Random) -> str:
    """Return a word, a phrase, a prefix, or a field with a value."""
    word = random.choice(words)
    kind = random.randrange(12)
    if kind < 3:
        return word
    if kind == 3:
        return f'"{" ".join(random.choices(words, k=random.randint(1, 5)))}"'
    if kind == 4:
        return f"{word[: random.randint(1, 5)]}*"
    if kind == 5:
        return f"{word} NEAR/{random.randint(1, 60)} {random.choice(words)}"
    if kind in (6, 7):
        return _field(site, words, random)
    if kind == 8:
        return damaged(random, word)
    if kind == 9:
        return "".join(f"{letter}{odd_characters(random, 1)}" for letter in word[:20])
    if kind == 10:
        return odd_characters(random, 30)
    return odd_text(random)


def _field(site: SiteMap, words: Sequence[str], random: Random) -> str:
    name = random.choice((*FIELDS, "foo", "Title", "PLACE", "дата", ""))
    known = site.values.get(FIELDS.get(name, ""), ())
    value = random.choice(
        (
            random.choice(known or words),
            random.choice(known or words),
            random.choice(words),
            f'"{random.choice(known or words)}"',
            f"({' OR '.join(random.choices(words, k=3))})",
            f"-{random.choice(known or words)}",
            "unknown",
            odd_date(random),
            odd_date(random),
            odd_number(random),
            odd_text(random),
            "",
        )
    )
    before, after = random.choice(("", "", "-", "--", "(")), random.choice(("", "", " ", ":"))
    return f"{before}{name}:{after}{value}"
