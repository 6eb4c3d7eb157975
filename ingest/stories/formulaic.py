"""Titles of texts that are written again and again with the same words, and tell no story.

Press reviews appear every day with other contents, and floral baskets are sent by many embassies on
one day. To count them as one story, in two outlets or languages, would say nothing to a reader.
"""

import re

_FORMULAIC = re.compile(
    r"press reviews?|reviews? of (?:the )?(?:press|rodong sinmun|minju joson|dprk papers)"
    r"|revista de (?:la )?prensa|floral baskets?|baskets? of flowers|flower baskets?"
    r"|c[ei]st[oa]s? de flores|cestas? florales?|corbeilles? de fleurs|корзин\w+ цветов|花篮|花籃"
    r"|꽃바구니|blumenk[oö]rb\w*|花かご"
    r"|^weather\b|weather (?:forecast|report)|el tiempo$"
    r"|^new (?:poster|stamp)s? (?:produced|issued)|^story of |^anecdote|오늘의 날씨|날씨"
)


def is_formulaic(title: str) -> bool:
    """Return True if a title is one of a series of texts that tell no story: "Press Review"."""
    return bool(_FORMULAIC.search(title.casefold()))
