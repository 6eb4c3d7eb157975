"""The entry of an article in BibTeX, also for biblatex.

The entry is an `article`, because BibTeX has nothing closer to a news report; biblatex reads
`entrysubtype` and `date`. Libraries for BibTeX build a tree of each entry, which is too slow for a
million articles, so we write the few fields ourselves; tests read them with such a library.
"""

from archive.records.cited import ARCHIVE, Cited

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{mark: f"\\{mark}" for mark in "#$%&_"},
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex_entry(cited: Cited, site: str) -> str:
    """Return the entry, ending with an empty line.

    `site` is the address of the site: "https://dateline.example". A part of the date that is not
    known is left out. Titles are in two pairs of braces, so that their capitals stay.
    """
    date = cited.published
    fields = {
        "author": f"{{{_tex(cited.author)}}}" if cited.author else "",
        "title": f"{{{_tex(cited.title)}}}",
        "journal": _tex(cited.source),
        "year": f"{date.year:04}" if date else "",
        "day": str(date.day) if date.day else "",
        "date": date.iso,
        "language": cited.language,
        "entrysubtype": "newspaper",
        "url": f"{site}{cited.path}".translate(_IN_ADDRESS),
        "library": ARCHIVE,
        "note": _tex(cited.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if date.month:
        lines.insert(-1, f"  month = {_MONTHS[date.month - 1]},")
    return "\n".join([f"@article{{{cited.key},", *lines, "}", "", ""])


def _tex(text: str) -> str:
    """Return a text in one line, with the marks escaped that have a meaning in TeX.

    BibTeX counts braces even after a backslash, so braces without a partner become commands.
    """
    line = " ".join(text.split())
    if _is_balanced(line):
        braces = {"{": r"\{", "}": r"\}"}
    else:
        braces = {"{": r"$\lbrace$", "}": r"$\rbrace$"}
    return line.translate(_TEX | str.maketrans(braces))


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in text:
        depth += (mark == "{") - (mark == "}")
        if depth < 0:
            return False
    return depth == 0
