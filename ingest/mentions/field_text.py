"""The title or body of an article, as the mention finders read it.

The class FieldText has the capitalised words of the text, and finds the sentence that contains a
position. Its methods also test if this sentence is about another country.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ingest.mentions.spelling import straighten, uncapitalise

_SHARED_NAMES = """
kangnam kangdong kangso kangwon cholwon kosong kimhwa ichon ongjin yonggwang sunchon jongju kumchon
phangyo sinchon yonsan hwasong phohang central
"""
NAMESAKES = frozenset(_SHARED_NAMES.split())
"""Names of places in the DPRK that other places have, too; normalised by `fold`.

The other places are in the ROK, or are streets and districts of cities.
"""

_NEAR = 600
"""How much of a sentence is read before and after a name, in code points.

A limit is necessary, because some texts have no full stop.
"""

_sentence_end = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])|\n")

_rok = re.compile(
    r"\b(?:ROK|R\.O\.K|[Ss]outh\s+Korean?s?|[Pp]uppets?|Seoul|Inchon|Pusan|Busan|Taegu|Taejon|Kwangju|Ulsan"
    r"|Ky(?:o|u)nggi|Kyongsang|Jolla|Cholla|Chungchong|Jeju)\b"
)

_abroad = re.compile(
    r"\b(?:China|Chinese|Russian?s?|Soviet|Japan|Japanese|Viet\s?nam(?:ese)?|Laos?|Cambodian?|Cuban?s?|U\.?S\.?A?"
    r"|America|American|United\s+States|Canadian?|Mexic(?:o|an)|Brazil|Venezuelan?|Bolivian?|Nicaraguan?|Peru|Chile"
    r"|Syrian?s?|Iran(?:ian)?s?|Iraqi?s?|Israelis?|Israel|Palestin(?:e|ian)s?|Gaza|Leban(?:on|ese)|Yemeni?|Turk(?:ey|ish)"
    r"|Egypt(?:ian)?|Libyan?|Algerian?|Sudan(?:ese)?|Ethiopian?|Nigerian?|Ugandan?|Tanzanian?|Guinea|Congo(?:lese)?"
    r"|Angolan?|Namibian?|Zimbabwe|South\s+Africa|India|Indian|Pakistani?|Bangladesh|Nepal(?:ese|i)?|Sri\s+Lanka"
    r"|Mongolian?s?|Thai(?:land)?|Myanmar|Malaysian?|Singapore|Indonesian?|Philippines?|Australian?|New\s+Zealand"
    r"|Britain|British|England|UK|Ireland|Irish|French|France|Germany?|German|Ital(?:y|ian)|Spain|Spanish|Portug(?:al|uese)"
    r"|Greece|Greek|Swiss|Switzerland|Austrian?|Swed(?:en|ish)|Norw(?:ay|egian)|Finland|Finnish|Denmark|Danish|Poland"
    r"|Polish|Czech|Hungar(?:y|ian)|Romanian?|Bulgarian?|Serbian?|Ukrain(?:e|ian)s?|Kiev|Belarus(?:ian)?|Kazakhstan"
    r"|Uzbekistan|Tajikistan|Kyrgyzstan|Afghan(?:istan)?s?|Saudi|Qatar|Kuwait|Emirates|Europe(?:an)?|NATO|Africa"
    r"|Hiroshima|Nagasaki|Tokyo|Osaka|Hyogo|Beijing|Shanghai|Liaoning|Jilin|Heilongjiang|Shenyang|Dandong|Yanbian"
    r"|Hong\s+Kong|Taiwan|Moscow|Vladivostok|Primorye|Khan\s+Youni?s|Rafah)\b"
)


# A capital letter that begins a word, and the letters after it. The test for the beginning comes
# after the capital letter, because a pattern that starts with a set of letters is searched faster.
_word = re.compile(r"[^\W\d_a-z](?<!\w\w)[^\W\d_]*")
# The same pattern for a text in ASCII; it takes two thirds of the time.
_ascii_word = re.compile(r"[A-Z](?<!\w\w)[A-Za-z]*")
_kim = re.compile(r"Kim(?<=[^\W\d_]Kim)(?= (?:Il Sung|Jong Il|Jong Un))")
_glued = re.compile(
    r"Kim (?:Il Sung|Jong Il|Jong Un)(?:\w|(?<=[^\W\d_]Kim Jong Un|[^\W\d_]Kim Jong Il|[^\W\d_]Kim"
    r" Il Sung))"
)
_LAST_NAMES = ("Un", "Il", "Sung")
_LEADERS = ("Kim Jong Un", "Kim Jong Il", "Kim Il Sung")


class Word(NamedTuple):
    """A capitalised word of a text: as it is written, in lower case, and its span."""

    text: str
    lower: str
    start: int
    end: int


_new = tuple.__new__  # makes a Word in half the time that a call of the class takes


class FieldText:
    """The title or body of an article, and its capitalised words.

    `name` is "title" or "body". `original` is the text in the article. `text` is this text with
    straight quotes and plain spaces; its length is the same. If the original is in capitals, `text`
    has capitals only at the beginning of words (`uncapitalise`).
    """

    __slots__ = ("_edges", "_spans", "_words", "name", "original", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.original = text
        self.text = uncapitalise(straighten(text))
        self._edges: list[int] | None = None
        self._words: list[Word] | None = None
        self._spans: dict[tuple[re.Pattern[str], int], list[tuple[int, int]]] = {}

    @property
    def words(self) -> list[Word]:
        """The capitalised words of the title or body, in text order.

        Words that are glued to the name of a leader are separate words: "toKim Il SungUniversity"
        has the words Kim, Il, Sung and University.
        """
        if self._words is None:
            known: dict[str, tuple[str, str]] = {}  # Equal words share their strings: less memory.
            self._words = []
            for match in (_ascii_word if self.text.isascii() else _word).finditer(self.text):
                word = match[0]
                pair = known.get(word)
                if pair is None:
                    pair = known[word] = (word, word.lower())
                self._words.append(_new(Word, pair + match.span()))
            if _glued.search(self.text):
                self._words = sorted(self._apart(), key=lambda item: item.start)
        return self._words

    def _apart(self) -> Iterator[Word]:
        """Yield the capitalised words, separated from the names of leaders; not in text order."""
        for word in self._words or ():
            if not (word.text.startswith(_LAST_NAMES) and (cut := self._leader_end(word))):
                yield word
                continue
            yield Word(word.text[:cut], word.lower[:cut], word.start, word.start + cut)
            if word.text[cut].isupper():
                yield Word(word.text[cut:], word.lower[cut:], word.start + cut, word.end)
        for match in _kim.finditer(self.text):
            yield Word("Kim", "kim", *match.span())

    def index_before(self, position: int) -> int:
        """Return the index of the last capitalised word before a position; -1 if there is none."""
        return bisect_left(self.words, position, key=lambda word: word.start) - 1

    def _leader_end(self, word: Word) -> int:
        """Return the length of the end of a leader's name that is glued to the rest of a word.

        Some saved pages lost the space after a leader's name: in "Kim Il SungUniversity", the
        result for "SungUniversity" is 4, the length of "Sung". The result is 0 for any word without
        such an end, such as "Sung" alone or "SungUniversity" after another word.
        """
        for last in _LAST_NAMES:
            begin = word.start + len(last) - len("Kim Jong Un")  # the length of all three names
            if (
                begin >= 0
                and word.text.startswith(last)
                and word.text != last
                and self.text.startswith(_LEADERS, begin)
            ):
                return len(last)
        return 0

    def sentence(self, start: int) -> tuple[int, int]:
        """Return the span of the sentence that contains the position `start`.

        Not only a full stop ends a sentence, but also a line break.
        """
        if self._edges is None:
            self._edges = [
                0,
                *(match.end() for match in _sentence_end.finditer(self.text)),
                len(self.text),
            ]
        after = min(bisect_right(self._edges, start), len(self._edges) - 1)
        return self._edges[max(after - 1, 0)], self._edges[after]

    def is_about_rok(self, start: int) -> bool:
        """Return True if the sentence at the position `start` names the ROK or a part of it."""
        return self._is_near(_rok, start)

    def is_about_abroad(self, start: int) -> bool:
        """Return True if the sentence at `start` names a country, people or city abroad."""
        return self._is_near(_rok, start) or self._is_near(_abroad, start)

    def _is_near(self, pattern: re.Pattern[str], start: int) -> bool:
        """Return True if a pattern matches in the sentence at `start`, at most _NEAR from `start`.

        _NEAR is in code points. Each sentence is searched only once, because a sentence can be very
        long and can contain very many names.
        """
        first, last = self.sentence(start)
        spans = self._spans.get((pattern, first))
        if spans is None:
            spans = [match.span() for match in pattern.finditer(self.text, first, last)]
            self._spans[pattern, first] = spans
        index = bisect_left(spans, (start - _NEAR, 0))
        return index < len(spans) and spans[index][1] <= start + _NEAR
