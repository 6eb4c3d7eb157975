"""Where a found organisation stands: the place right after its name, or the one with which the name
begins.

A place in a name can mislead: the Rakwon Machine Complex stands in Sinuiju. So only a division or a
city that needs no type word counts there, or a name with its type word that means one place."""

import re
from collections.abc import Mapping

from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.name_spans import NameSpan

_joint = re.compile(r",?\s+(?:in|of|at)\s+(?:the\s+city\s+of\s+)?")
_TYPES = ("province", "municipality", "city", "county", "district")
_MOST_WORDS = 3
_MEDIA = (" Times", " Daily")  # to quote one is not to name its city


def site_in_text(name: NameSpan, placed: Mapping[tuple[str, int], str]) -> str:
    """The slug of the place that follows in the text ("… Farm in Onchon County"), "" for none.
    `placed` holds the mentioned places by field and start."""
    joint = _joint.match(name.field.text, name.after)
    return placed.get((name.field.name, joint.end()), "") if joint else ""


def site_in_name(name: NameSpan, gazetteer: Gazetteer) -> str:
    """The slug of the place with which the name begins ("Kusong Textile Mill", "Unsan County Party
    Committee"), or of the country or capital in which it says to be ("Association of Korean Women
    in China"), "" for none."""
    if name.name.endswith(_MEDIA):
        return ""
    _, is_in, end = name.name.rpartition(" in ")
    if is_in and (meant := gazetteer.named_places.get(end)):
        return meant[0].place.slug
    words = name.name.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        begin = " ".join(words[:count])
        if count > 1 and words[count - 1].lower() in _TYPES:
            meant = gazetteer.typed(" ".join(words[: count - 1]), words[count - 1].lower())
            return meant[0].place.slug if len(meant) == 1 else ""
        if place := gazetteer.bare_names.get(begin):
            return place.slug
    return ""
