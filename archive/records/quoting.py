"""Quotation marks in citations, and the marks that follow a headline, as American styles set them.

The marks are those of CSL's American locale: a comma or full stop stands before closing quotation
marks, and quotation marks inside others alternate between double and single.
"""

PAIRS = (("“", "”"), ("‘", "’"))
_OPENING_AFTER = " ([{—–-/“‘"
CLOSING = ("”", "’")


def with_quotes(text: str, level: int) -> str:
    """Return a text with typographic quotation marks and apostrophes.

    `level` is the number of quotation marks around the text: at level 0 the outer quotation marks
    in the text become double ones, at level 1 single ones. Marks without a partner stay.
    """
    out: list[str] = []
    open_marks: list[int] = []
    for index, letter in enumerate(text):
        before = text[index - 1] if index else " "
        is_opening = letter in "“‘" or (letter == '"' and before in _OPENING_AFTER)
        if is_opening:
            pair = PAIRS[(level + len(open_marks)) % 2]
            open_marks.append(index)
            out.append(pair[0])
        elif letter in '”"' and open_marks:
            open_marks.pop()
            out.append(PAIRS[(level + len(open_marks)) % 2][1])
        elif letter in "’'":
            out.append(_closing_or_apostrophe(text, index, open_marks, level))
        else:
            out.append(letter)
    return "".join(out)


def _closing_or_apostrophe(text: str, index: int, open_marks: list[int], level: int) -> str:
    """Return the mark for ’ or ': it closes a quotation only if ‘ opened it and a word ends."""
    is_quoted = bool(open_marks) and text[open_marks[-1]] == "‘"
    if is_quoted and not text[index + 1 : index + 2].isalnum():
        open_marks.pop()
        return PAIRS[(level + len(open_marks)) % 2][1]
    return "’"


def ended(text: str, mark: str) -> str:
    """Return a text with `mark` ("." or ",") at its end, before closing quotation marks.

    A full stop is left out if the text ends with ".", "?" or "!" already.
    """
    core = text.rstrip("".join(CLOSING))
    if not core or (mark == "." and core[-1] in ".?!") or core[-1] == mark:
        return text
    return f"{core}{mark}{text[len(core) :]}"
