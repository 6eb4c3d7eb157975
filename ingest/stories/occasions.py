"""Finds what happened in the first sentence of an article: an arrival, a gift, a meeting.

Two reports that name the same people on the same day can be about two occasions: a guest was met,
and gave a gift. So two articles tell one story only if they have an occasion in common, or if one
of them has none that we know.
"""

import re

_OCCASIONS = {
    "arrival": r"arriv\w+|here|reached|welcomed|llega\w*|arrib\w+|en pyongyang",
    "departure": r"le(?:ft|aves?|aving)|depart(?!e |io)\w*"
    r"|part(?:e|en|io|ieron) (?:de|hacia|para)|sal(?:e|io)",
    "return": r"return\w*|back|home|regres\w+|vuelve",
    "meeting": r"me(?:ets?|t|eting)|received in audience|receives in audience|talks?"
    r"|convers\w+|reun\w+|entrevist\w+|departe|departio|se encontro"
    r"|recib(?:e|io) (?:a|en audiencia)",
    "gift": r"gifts?|presents?|regalos?|obsequi\w+|presentes?",
    "reception": r"receptions?|banquets?|fet\w+|dinner|luncheon|party given"
    r"|recepcion|banquete|agasaj\w+",
    "visit": r"visit\w*|tour\w*|inspect\w*|guidance|field survey|look\w* round"
    r"|recorr\w+|inspeccion\w*|dirige",
    "flowers": r"floral|wreaths?|bouquets?|baskets?|flores|florales?|corona|cesto|ofrenda",
    "greetings": r"greet\w*|congratulat\w*|felicit\w*|salud\w+",
    "condolences": r"condolences?|sympathy|mourn\w*|demise"
    r"|condolencias?|pesame|fallecimiento",
    "message": r"messages?|letters?|telegrams?|mensajes?|cartas?|telegramas?",
    "opening": r"open(?:s|ed|ing)?|begins?|began|starts?|started"
    r"|inaugur\w+|inici\w+|comenz\w+|abre|abrio",
    "closing": r"clos(?:es?|ed|ing)|ends?|ended|finish\w*|clausur\w+|termin\w+|conclu\w+",
    "publication": r"publish\w*|posted|off (?:the )?press|carried|introduced"
    r"|publica\w*|inser\w+",
    "test": r"test\w*|launch\w*|fir(?:ed|ing)|prueba|lanz\w+|ensayo",
    "agreement": r"agreements?|signed|sign|convenio\w*|acuerdo\w*|firm\w+|suscri\w+",
    "spread": r"birthday spreads?|mesa",
    "triplets": r"triplets?|trillizos?",
}
_PATTERN = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _OCCASIONS.items())})\b"
)


def occasions(beginning: str) -> frozenset[str]:
    """Return the occasions in the title and the first sentence of an article.

    `beginning` are these words in the form of `story_text.folded`, in English or Spanish.
    """
    return frozenset(match.lastgroup or "" for match in _PATTERN.finditer(beginning))
