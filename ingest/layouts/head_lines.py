"""Finds where the lines above a text end: a section or a headline can have several lines.

Saved pages break such lines at any word. A line certainly continues in the next line if it ends
with a dash or a comma, for example. A break is not inside a headline if the first word of the next
line would have fitted into the line.
"""

import re
import unicodedata
from collections.abc import Sequence

from ingest.text_lines import TextLine, ends_sentence

# Lines are rarely wrapped at a smaller width (letters; a Chinese or Korean letter has width 2).
_LEAST_WIDTH = 40
_LONGEST_TITLE = 3  # the largest number of lines of a headline
_OPEN_END = re.compile(r"[-–—―&,،、，・·/]$")
_OPEN_START = re.compile(r"[-–—―&]")
# Words that do not end a headline: articles, conjunctions and prepositions.
_OPEN_WORDS_BY_LANGUAGE = {
    "en": "a an and as at by for from in of on or the to with",
    "de": "am an auf aus bei das dem den der des die ein eine für im in mit nach über um und vom"
    " von vor zu zum zur",
    "fr": "au aux avec d' dans de des du en et l' la le les par pour sur un une à",
    "es": "al con de del e el en la las los o para por sin u un una y",
    "ru": "без в во для за и из к на не о об от по при с со у",
    "ko": "및 위한 대한 따른 따라",
    "ar": "و في من",
}
_OPEN_WORDS = {word for words in _OPEN_WORDS_BY_LANGUAGE.values() for word in words.split()}
# Endings of words that do not end a headline in Korean: "of", "and", and endings of verbs.
_OPEN_KOREAN = re.compile("(?<=[가-힣])(?:의|는|며|와|과)$")
_BRACKETS = {"(": ")", "（": "）", "[": "]", "«": "»", "“": "”", "《": "》", "「": "」", "『": "』"}
_FULL_STOP = re.compile(r"(?<![.…])[.。．][\"'”’)\]»」』》]{0,3}$")


def is_indented(text: str, line: TextLine) -> bool:
    """Return True if white space comes before a line, on the same line of the saved `text`."""
    return line.start > 0 and text[line.start - 1] in " \t\u00a0\u3000"


def ends_with_full_stop(line: TextLine) -> bool:
    """Return True if a line ends with a full stop. A headline can end with another mark ("?")."""
    return bool(_FULL_STOP.search(line.text))


def is_open(lines: Sequence[TextLine], following: TextLine) -> bool:
    """Return True if `lines` certainly continue in the line `following`.

    A dash, a comma or "&" is at the break, or a bracket is not closed.
    """
    if _OPEN_END.search(lines[-1].text) or _OPEN_START.match(following.text):
        return True
    text = " ".join(line.text for line in lines)
    return any(text.count(mark) > text.count(end) for mark, end in _BRACKETS.items())


def seems_open(above: TextLine, following: TextLine) -> bool:
    """Return True if the words show that a line continues in the line `following`.

    The line ends with a word such as "of" or "나아가는", or `following` begins with a lower-case
    letter.
    """
    if ends_sentence(above.text):
        return False
    return (
        above.text.split()[-1] in _OPEN_WORDS
        or following.text[0].islower()
        or bool(_OPEN_KOREAN.search(above.text))
    )


def continues(above: TextLine, following: TextLine) -> bool:
    """Return True if `is_open` or `seems_open` is true for a line and the line below it."""
    return is_open([above], following) or seems_open(above, following)


def ends_open(line: TextLine) -> bool:
    """Return True if a line was cut off: it ends with a dash, a comma or a word such as "of"."""
    return bool(_OPEN_END.search(line.text)) or line.text.split()[-1] in _OPEN_WORDS


def fits(above: TextLine, following: TextLine, width: int) -> bool:
    """Return True if the first word of the line `following` would fit into the line above it.

    `width` is the width of the longest line (`width_of`).
    """
    word = following.text.split(" ", 1)[0]
    if unicodedata.east_asian_width(word[0]) in "WF" and not "가" <= word[0] <= "힣":
        word = word[0]  # Chinese and Japanese lines are wrapped between any two letters.
    return width_of(above.text) + 1 + width_of(word) <= max(width, _LEAST_WIDTH)


def width_of(text: str) -> int:
    """Return the width of a text: its letters, with Chinese, Japanese and Korean ones twice."""
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def count_title_lines(lines: Sequence[TextLine]) -> int:
    """Return the number of lines, at the top of `lines`, that are a headline; 0 if there is none.

    A headline does not end with a full stop and has at most three lines. It ends at the first blank
    line or where a line does not continue in the next one.
    """
    blank = next(
        (index for index, line in enumerate(lines[1:], 1) if line.is_after_blank), len(lines)
    )
    width = max((width_of(line.text) for line in lines[:blank]), default=0)
    is_block = blank < len(lines) and not any(ends_sentence(line.text) for line in lines[:blank])
    count = min(1, len(lines))
    while count < blank and (
        is_open(lines[:count], lines[count])
        or seems_open(lines[count - 1], lines[count])
        or (is_block and not fits(lines[count - 1], lines[count], width))
    ):
        count += 1
    is_title = 0 < count <= _LONGEST_TITLE and not ends_with_full_stop(lines[count - 1])
    return count if is_title else 0
