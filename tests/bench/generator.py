"""Generates stories. A story is an article that is not yet saved as a page.

A story depends only on its number, not on other stories. 32 stories form a block: they are from one
source and a few neighbouring days, so that their saved pages list one another. Only whole numbers
are used in calculations, so that every machine writes the same files.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from random import Random

from ingest.partial_date import MONTHS
from tests.bench import sentences, words
from tests.bench.invented_names import Places, foreign_name, person, place_phrases, site, village

BLOCK = 32
SAVED_PER_BLOCK = 25
"""How many of the 32 stories of a block become files; the others are only listed."""
LAST_DAY = date(2025, 12, 31)
DAYS = 7_300

SOURCES = (
    *(
        ("KCNA.kp (En)", 520),
        ("Voice of Korea (EN)", 130),
        ("Rodong Sinmun (En)", 100),
        ("Pyongyang Times", 90),
    ),
    *(("Naenara (En)", 40), ("Ministry of Foreign Affairs (EN)", 25), ("Minju Choson (EN)", 25)),
    *(
        ("KCNA.co.jp (En)", 20),
        ("DPRK Today (English)", 12),
        ("Uriminzokkiri (En)", 10),
        ("Sports DPRK English", 5),
    ),
    *(
        ("Rodong Sinmun (Kr)", 10),
        ("KCNA.kp (Kr)", 5),
        ("Tongil Sinbo", 3),
        ("Ryugyong", 2),
        ("(En)", 3),
    ),
)
KOREAN = frozenset({"Rodong Sinmun (Kr)", "KCNA.kp (Kr)", "Tongil Sinbo", "Ryugyong"})
_AGENCY = frozenset({"KCNA.kp (En)", "KCNA.co.jp (En)"})

# The lengths of bodies, in characters, and the numbers of places that articles name. Each row is a
# number of articles in 1,000 and a value: (250, 700) means that 250 of 1,000 bodies have at most
# 700 characters. The values were measured in 525 articles of 2023 and 2024.
_LENGTHS = (
    *(
        (0, 80),
        (50, 290),
        (100, 410),
        (250, 700),
        (500, 1_060),
        (750, 1_820),
        (900, 3_000),
        (950, 4_750),
    ),
    *((990, 9_100), (999, 20_000), (1_000, 40_000)),
)
_PLACE_COUNTS = (
    (573, 0),
    (720, 1),
    (857, 2),
    (899, 3),
    (939, 4),
    (958, 5),
    (966, 6),
    (980, 8),
    (990, 10),
    (1000, 15),
)
_LEADERS = ("Comrade Kim Jong Un", "Comrade Kim Jong Un", "General Secretary Kim Jong Un")
_FORMER_LEADERS = (
    *(
        "President Kim Il Sung and Chairman Kim Jong Il",
        "President Kim Il Sung",
        "great Comrade Kim Il Sung",
    ),
    *("Chairman Kim Jong Il", "great leaders Kim Il Sung and Kim Jong Il"),
)
_GLUE = re.compile(
    r" (Kim (?:Il Sung|Jong Il|Jong Un)) (?=[a-z])"
)  # most saved pages lack these spaces: "the respected ComradeKim Jong Unvisited"

Draw = Callable[[], float]
Template = tuple[str, str]
Slots = dict[str, tuple[str, ...] | Callable[[Draw], str]]


@dataclass(frozen=True, slots=True)
class Story:
    """An article before it is saved on a page.

    `paragraphs` do not include the dateline; `dateline` can be empty.
    """

    number: int
    source: str
    day: date
    title: str
    paragraphs: tuple[str, ...]
    dateline: str

    @property
    def is_korean(self) -> bool:
        return self.source in KOREAN

    @property
    def lead(self) -> str:
        """Return the first 130 characters or so, with the dateline, as "More From" shows them."""
        text = self.dateline + self.paragraphs[0]
        return text if len(text) <= 130 else text[: text.rindex(" ", 0, 131)]


def chance(number: int, purpose: int) -> Random:
    """Return a random generator that depends only on the number of a story or file, and `purpose`.

    Each use has its own `purpose`. So the random values of story 7 are independent of the
    random values of file 7.
    """
    return Random((number << 8) + purpose)


def pick(draw: Draw, among: tuple[str, ...]) -> str:
    return among[int(draw() * len(among))]


def weighted(draw: Draw, among: tuple[tuple[str, int], ...]) -> str:
    """Return one of several values at random, each with a probability according to its weight."""
    left = int(draw() * sum(weight for _one, weight in among))
    for one, weight in among:
        left -= weight
        if left < 0:
            return one
    raise AssertionError("the weights are used up")


@lru_cache(maxsize=64)
def block_of(block: int) -> tuple[str, date]:
    """Return the source of a block of stories, and the last day of these stories.

    Later years have more stories, as in real archives.
    """
    draw = chance(block, 1).random
    source = weighted(draw, SOURCES)
    far = int(draw() * 1_000_000)
    # The last day has about three times as many articles as a day in the middle.
    return source, LAST_DAY - timedelta(
        days=DAYS * (35 * far + 65 * far * far // 1_000_000) // 100_000_000
    )


@lru_cache(maxsize=4 * BLOCK)
def story(number: int) -> Story:
    """Return the story with this number."""
    source, last = block_of(number // BLOCK)
    draw = chance(number, 2).random
    day = last - timedelta(days=int(draw() * 3))
    if source in KOREAN:
        return _korean(number, source, day, draw)
    topic = int(draw() * len(words.TOPICS))
    places = place_phrases(draw, _by_thousandth(_PLACE_COUNTS, draw))
    slots = _slots_of_story(topic, places)
    title = _fill(pick_template(draw, titles()[topic]), draw, slots)
    if draw() < 0.6 and len(title) < 60:
        title += " " + _fill(pick_template(draw, _templates(sentences.TITLE_ENDS)), draw, slots)
    is_twin = draw() < 0.012 and number % BLOCK > 0
    if is_twin:  # another text under the same headline, on the same day
        other = story(number - 1)
        title, day = other.title, other.day
    elif draw() < 0.02:
        title = pick(draw, sentences.FIXED_TITLES)
    length = _length(draw) if number % BLOCK < SAVED_PER_BLOCK else 0
    paragraphs = _paragraphs(draw, topic, slots, places, length)
    place = (
        "Pyongyang"
        if draw() < 0.97
        else pick(draw, ("Sinuiju", "Wonsan", "Hamhung", "Beijing", "Moscow"))
    )
    dateline = f"{place}, {MONTHS[day.month - 1]} {day.day} (KCNA) -- " if source in _AGENCY else ""
    return Story(number, source, day, title[:1].upper() + title[1:], paragraphs, dateline)


def _paragraphs(
    draw: Draw, topic: int, slots: Slots, places: Places, length: int
) -> tuple[str, ...]:
    """Return paragraphs of about `length` characters in all.

    The first sentence is about the topic. The next sentences name the story's `places`, and the
    last ones are about other things. `slots` is the result of `_slots`.
    """
    made = [_sentence(pick_template(draw, openings()[topic]), draw, slots)]
    leader = draw()
    written = len(made[0])
    while written < length or places.is_left:
        if places.is_left:
            among = _templates(sentences.PLACED)
        elif leader < 0.42:
            among, leader = _templates(sentences.LEADER), leader * 3 + 0.1
        else:
            among = (
                _templates(sentences.COMMON)
                if draw() < 0.9
                else openings()[int(draw() * len(words.TOPICS))]
            )
        sentence = _sentence(pick_template(draw, among), draw, slots)
        written += len(sentence) + 2
        if draw() < 0.72 and len(made[-1]) < 230:
            made[-1] += " " + sentence
        else:
            made.append(sentence)
    if draw() < 0.75:
        made = [_GLUE.sub(r"\1", paragraph) for paragraph in made]
    return tuple(made)


def _sentence(template: Template, draw: Draw, slots: Slots) -> str:
    text = _fill(template, draw, slots)
    return text[0].upper() + text[1:]


def _fill(template: Template, draw: Draw, slots: Slots) -> str:
    form, kinds = template
    given = []
    for kind in kinds:
        source = slots[kind]
        given.append(source(draw) if callable(source) else source[int(draw() * len(source))])
    return form % tuple(given)


def _by_thousandth(table: tuple[tuple[int, int], ...], draw: Draw) -> int:
    thousandth = int(draw() * 1_000)
    return next(value for limit, value in table if thousandth < limit)


def _length(draw: Draw) -> int:
    thousandth = int(draw() * 1_000)
    for (low, least), (high, most) in itertools.pairwise(_LENGTHS):
        if thousandth < high:
            return least + (most - least) * (thousandth - low) // (high - low)
    raise AssertionError("a thousandth above a thousand")


def _korean(number: int, source: str, day: date, draw: Draw) -> Story:
    slots: Slots = {
        "h": sentences.KOREAN_PLACES,
        "j": words.pool(sentences.KOREAN_WORDS),
        "x": sentences.KOREAN_VERBS,
        "m": _amount,
    }
    among = _templates(sentences.KOREAN)
    title = _fill(("%s의 %s과 %s", "hjj"), draw, slots) + f" {number % 10_000}"
    count = 2 + int(draw() * 9)
    paragraphs = tuple(_fill(pick_template(draw, among), draw, slots) for _ in range(count))
    return Story(number, source, day, title, paragraphs, "")


def pick_template(draw: Draw, among: tuple[Template, ...]) -> Template:
    return among[int(draw() * len(among))]


@cache
def _templates(text: str) -> tuple[Template, ...]:
    """Return the templates of `text`, which are separated by line breaks or bars.

    Each template is a pair: a sentence with "%s" for each slot, and the kinds of its slots. A slot
    is a gap in the sentence, which a random word of this kind fills.
    """
    made = []
    for one in re.split(r"\||\n", text):
        pieces = re.split(r"\$([a-zA-Z])", one.strip())
        form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        if form:
            made.append((form, "".join(pieces[1::2])))
    return tuple(made)


@cache
def titles() -> tuple[tuple[Template, ...], ...]:
    return tuple(_templates(sentences.TITLES[topic]) for topic in words.TOPICS)


@cache
def openings() -> tuple[tuple[Template, ...], ...]:
    return tuple(_templates(sentences.OPENINGS[topic]) for topic in words.TOPICS)


def _slots_of_story(topic: int, places: Places) -> Slots:
    return {
        **_slots(topic),
        "l": lambda _draw: places.next(),
        "L": lambda _draw: places.first or "DPRK",
    }


@cache
def _slots(topic: int) -> Slots:
    """Return a dict: kind of slot -> the words that can fill such a slot in a story of this topic.

    The words are a pool of words, or a function that makes a word.
    """
    rare = words.rare_words()

    def mixed(ranked: tuple[str, ...], formed: Callable[[str], str] = str) -> tuple[str, ...]:
        common = words.pool(tuple(map(formed, words.turned(ranked, topic))), 30_000)
        return common + tuple(map(formed, rare[topic * 2 + (ranked is words.NOUNS) :: 26]))

    def large(formed: Callable[[str], str]) -> Callable[[str], str]:
        return lambda word: formed(word).capitalize()

    def office(draw: Draw) -> str:
        return _fill(pick_template(draw, _templates(sentences.OFFICES)), draw, _slots(topic))

    def institution(draw: Draw) -> str:
        return _fill(pick_template(draw, _templates(sentences.INSTITUTIONS)), draw, _slots(topic))

    return {
        "n": mixed(words.NOUNS),
        "N": mixed(words.NOUNS, words.plural),
        "a": mixed(words.ADJECTIVES),
        "v": mixed(words.VERBS),
        "d": mixed(words.VERBS, words.past),
        "g": mixed(words.VERBS, words.gerund),
        "r": words.pool(words.ADVERBS, 2_000),
        "w": rare,
        "c": words.pool(words.COUNTRIES, 2_000),
        "U": mixed(words.NOUNS, large(str)),
        "T": mixed(words.NOUNS, large(words.plural)),
        "A": mixed(words.ADJECTIVES, large(str)),
        "V": mixed(words.VERBS, large(str)),
        "K": _LEADERS,
        "k": _FORMER_LEADERS,
        "p": person,
        "P": person,
        "F": foreign_name,
        "q": village,
        "s": site,
        "e": office,
        "i": institution,
        "m": _amount,
        "y": _year,
        "D": _day_of_year,
    }


def _amount(draw: Draw) -> str:
    most = (20, 100, 1_000, 10_000, 100_000)[int(draw() * 5)]
    number = 2 + int(draw() * draw() * most)
    return f"{number:,}" if most < 100_000 else f"{number:,}".replace(",", " ")


def _year(draw: Draw) -> str:
    return str(2025 - int(draw() * draw() * 80))


def _day_of_year(draw: Draw) -> str:
    return f"{MONTHS[int(draw() * 12)]} {1 + int(draw() * 28)}"
