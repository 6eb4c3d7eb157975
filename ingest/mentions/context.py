"""What stands around a name: its sentence, and whether that sentence is about another country."""

import re
from bisect import bisect_right

from ingest.mentions.gazetteer import straighten

_SHARED_NAMES = """
kangnam kangdong kangso kangwon cholwon kosong kimhwa ichon ongjin yonggwang sunchon jongju kumchon phangyo sinchon
yonsan hwasong phohang central
"""
NAMESAKES = frozenset(_SHARED_NAMES.split())
"""Folded names that places of the ROK, or streets and districts of other cities, have too."""

_NEAR = 600
"""How far a sentence is looked at on either side of a name, in code points: some texts have no full stop at all."""

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


class FieldText:
    """An article's title or body with straightened quotes and spaces, and what its sentences are about."""

    __slots__ = ("_edges", "name", "original", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.original = text
        self.text = straighten(text)
        self._edges: list[int] | None = None

    def sentence(self, start: int) -> tuple[int, int]:
        """The span of the sentence, or of the line without a full stop, that a position lies in."""
        if self._edges is None:
            self._edges = [0, *(match.end() for match in _sentence_end.finditer(self.text)), len(self.text)]
        after = min(bisect_right(self._edges, start), len(self._edges) - 1)
        return self._edges[max(after - 1, 0)], self._edges[after]

    def is_about_rok(self, start: int) -> bool:
        """Whether the sentence around a position names the ROK, its capital or one of its provinces."""
        return _rok.search(self.text, *self._near(start)) is not None

    def is_about_abroad(self, start: int) -> bool:
        """Whether the sentence around a position names another country, its people or one of its great cities."""
        return self.is_about_rok(start) or _abroad.search(self.text, *self._near(start)) is not None

    def _near(self, start: int) -> tuple[int, int]:
        first, last = self.sentence(start)
        return max(first, start - _NEAR), min(last, start + _NEAR)
