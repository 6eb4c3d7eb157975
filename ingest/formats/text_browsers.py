"""Pages that were saved as text by browsers, with the addresses of their links.

Lynx, Links and ELinks number the links, and list the addresses at the end. Firefox, Thunderbird and
other mail programs write each address in angle brackets behind its link:

    [1]Skip to content                      Skip to content <#content>
    [2]Mills   [3]Boats                       * Mills <https://mills.example/>

    References                              Mill Wheel Oiled <https://mills.example/5>

    1. https://mills.example/#content

The text is what the page shows: without the addresses, as the text of a page in HTML. Only the
address of the original on KCNA Watch stays.
"""

import re

_LEAST_LINKS = 3
_MOST_SKIPPED = 3  # links that have no words, such as pictures, between two numbers
_ADDRESS = r"(?:https?|ftp|file|mailto|javascript|tel):[^<>\s]*"
_REFERENCES = re.compile(
    r"\n[ \t]*References[ \t]*\n\s*(?:(?:Visible|Hidden) links:?[ \t]*\n\s*)?"
    rf"(?P<list>(?:(?:Visible|Hidden) links:?\s+|\d{{1,5}}\.[ \t]+{_ADDRESS}\s*)+)$"
)
_REFERENCE = re.compile(rf"(?P<number>\d{{1,5}})\.[ \t]+(?P<address>{_ADDRESS})")
# The number of a note is behind a word, that of a link before one.
_NUMBER = re.compile(r"(?<![^\s(\"“‘|])\[(?P<number>\d{1,5})\](?=\S)")
# What Lynx writes for the links of the head, for buttons and for fields.
_OF_LYNX = re.compile(
    r"^[ \t]*#\[\d+\].*\n|\(BUTTON\)[ \t]?|^[ \t]*IFRAME:.*\n|_{5,}", re.MULTILINE
)
_IN_BRACKETS = re.compile(rf"\s?<(?P<address>{_ADDRESS}|#[^<>\s]*)>")
_BULLET = re.compile(r"^([ \t]*)[*+][ \t]+(?=\S)", re.MULTILINE)
_ORIGINAL = re.compile(r"Read\s+original\s+version\s+at\s+source$")


def page_text(text: str) -> str | None:
    """Return the text of a page without the addresses of its links; None for any other text."""
    if "References" in text and (found := _REFERENCES.search(text)):
        addresses = {it["number"]: it["address"] for it in _REFERENCE.finditer(found["list"])}
        if len(addresses) >= _LEAST_LINKS and _NUMBER.search(text, 0, found.start()):
            above = _OF_LYNX.sub("", text[: found.start() + 1])
            return _BULLET.sub(r"\1", _without_numbers(above, addresses))
    links = list(_IN_BRACKETS.finditer(text)) if text.count("<") >= _LEAST_LINKS else []
    if len(links) < _LEAST_LINKS:
        return None
    return _BULLET.sub(r"\1", _without_addresses(text, links))


def _without_numbers(text: str, addresses: dict[str, str]) -> str:
    """Return a text without the numbers of its links, which rise by one from link to link.

    Another number in brackets is that of a note, and stays.
    """
    pieces: list[str] = []
    end, last = 0, 0
    for match in _NUMBER.finditer(text):
        number = int(match["number"])
        if match["number"] in addresses and last < number <= last + 1 + _MOST_SKIPPED:
            pieces.append(text[end : match.start()])
            end, last = match.end(), number
            original = re.match(r"Read\s+original\s+version\s+at\s+source", text[end:])
            if original:
                pieces.append(f"{original.group()} <{addresses[match['number']]}>")
                end += original.end()
    return "".join((*pieces, text[end:]))


def _without_addresses(text: str, links: list[re.Match[str]]) -> str:
    pieces: list[str] = []
    end = 0
    for match in links:
        pieces.append(text[end : match.start()])
        end = match.end()
        if _ORIGINAL.search(text[max(0, match.start() - 80) : match.start()]):
            pieces.append(f" <{match['address']}>")
    return "".join((*pieces, text[end:]))
