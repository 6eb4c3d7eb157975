"""Citations in words: Chicago (two systems), APA and MLA.

They are what a citation processor makes of the item in csl.py with the official CSL styles, with
two differences. The letters of headlines and names of sources stay as they were saved, because the
archive does not change titles. An APA citation without a date does not have “Retrieved”, which the
style prints before the address although no day follows.

The one processor in Python does not give the results that the styles describe, and takes 30 to 150
ms for each citation. We cite only one kind of item, so this module writes it itself. The tests
compare it with the results of the reference processor.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from archive.records.cited import ARCHIVE, Cited
from archive.records.quoting import CLOSING, ended, with_quotes
from ingest.partial_date import MONTHS, PartialDate

_SHORT_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June"),
    *("July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
NO_DATE = "n.d."


@dataclass(frozen=True, slots=True)
class Citation:
    """The citation of one text in one style, as HTML with italics.

    `entry` is the line of a bibliography. `short` is the note, or what is written in the text; its
    kind is named by `short_label`.
    """

    style: str
    entry_label: str
    entry: Markup
    short_label: str
    short: Markup


def citations(cited: Cited, site: str) -> list[Citation]:
    """Return the citations in all styles. `site` is the site: "https://dateline.example"."""
    url = f"{site}{cited.path}"
    return [
        Citation(
            "Chicago, notes and bibliography (18th edition)",
            *("Bibliography", chicago_entry(cited, url), "Note", chicago_note(cited, url)),
        ),
        Citation(
            "Chicago, author and date (18th edition)",
            *("Reference", author_date_entry(cited, url), "In the text", author_date_text(cited)),
        ),
        Citation(
            "APA (7th edition)",
            *("Reference", apa_entry(cited, url), "In the text", apa_text(cited)),
        ),
        Citation(
            "MLA (9th edition)",
            *("Work cited", mla_entry(cited, url), "In the text", mla_text(cited)),
        ),
    ]


def chicago_entry(cited: Cited, url: str) -> Markup:
    """Return the entry of a bibliography."""
    date = _american(cited.published) or NO_DATE
    has_both = cited.author and cited.source
    dated = [Markup(f"{_italic(cited.source)}, {escape(date)}")] if has_both else [date]
    return _sentences(_lead(cited), _headline(cited, "."), *dated, *_where(cited), url)


def chicago_note(cited: Cited, url: str) -> Markup:
    """Return a note."""
    parts = [
        *([cited.author] if cited.author else []),
        _headline(cited, ","),
        *([_italic(cited.source)] if cited.source else []),
        _american(cited.published) or NO_DATE,
        *([f"para. {cited.paragraph}"] if cited.paragraph else []),
        *([cited.saved_file] if cited.saved_file else []),
        ARCHIVE,
        url,
    ]
    return ended_html(_with_commas(parts))


def author_date_entry(cited: Cited, url: str) -> Markup:
    """Return the entry of a list of references: the year is after the author."""
    year = f"{cited.published.year:04}" if cited.published else NO_DATE
    day = _american(PartialDate(0, *cited.published[1:])) if cited.published else ""
    if cited.author and cited.source:
        name = _italic(cited.source)
        dated = [Markup(f"{name}, {escape(day)}") if day else name]
    else:
        dated = [escape(day)] if day else []
    first = [_lead(cited), year] if _lead(cited) else [_headline(cited, "."), year]
    title = [_headline(cited, ".")] if _lead(cited) else []
    return _sentences(*first, *title, *dated, *_where(cited), url)


def author_date_text(cited: Cited) -> Markup:
    """Return what stands in the text: "(KCNA 2025, para. 3)"."""
    name = _lead(cited) or _headline(cited, "" if cited.published else ",")
    year = f" {cited.published.year:04}" if cited.published else f"{_comma_after(name)}{NO_DATE}"
    return Markup(f"({escape(name)}{year}{_paragraph(cited, 'para.')})")


def apa_entry(cited: Cited, url: str) -> Markup:
    """Return the entry of a list of references."""
    title = with_quotes(cited.title, 0)
    shown: Markup | str = title if cited.source else _italic(title)
    date = Markup(f"({escape(_year_first(cited.published) or NO_DATE)})")
    where = f"{ARCHIVE} ({cited.saved_file})" if cited.saved_file else ARCHIVE
    source = [_italic(cited.source)] if cited.source else []
    first = [cited.author, date, shown] if cited.author else [shown, date]
    return Markup(f"{_sentences(*first, *source, where)} {escape(url)}")


def apa_text(cited: Cited) -> Markup:
    """Return what stands in the text: "(KCNA, 2025, para. 3)"."""
    name = cited.author or _headline(cited, ",")
    year = f"{cited.published.year:04}" if cited.published else NO_DATE
    return Markup(f"({escape(name)}{_comma_after(name)}{year}{_paragraph(cited, 'para.')})")


def mla_entry(cited: Cited, url: str) -> Markup:
    """Return the entry of a list of works cited."""
    published = cited.published
    month = f"{_SHORT_MONTHS[published.month - 1]} " if published.month else ""
    day = f"{published.day} " if published.day else ""
    parts = [
        *([_italic(cited.source)] if cited.source else []),
        *([f"{day}{month}{published.year:04}"] if published else []),
        ARCHIVE,
        *([cited.saved_file] if cited.saved_file else []),
        url,
    ]
    author = [cited.author] if cited.author else []
    return _sentences(*author, _headline(cited, "."), _with_commas(parts))


def mla_text(cited: Cited) -> Markup:
    """Return what stands in the text: "(KCNA, par. 3)"."""
    name = cited.author or _headline(cited, "," if cited.paragraph else "")
    paragraph = _paragraph(cited, "par.").removeprefix(", ")
    return Markup(f"({escape(name)}{_comma_after(name) + paragraph if paragraph else ''})")


def _lead(cited: Cited) -> Markup | str:
    """Return the first part of an entry in Chicago style: the author, the source, or nothing."""
    return cited.author or (_italic(cited.source) if cited.source else "")


def _is_italic(cited: Cited) -> bool:
    return not cited.source


def _headline(cited: Cited, mark: str) -> Markup:
    """Return the title, in quotation marks if it has a source, in italics otherwise."""
    if _is_italic(cited):
        plain = with_quotes(cited.title, 0)
        return _italic(ended(plain, mark) if mark == "," and plain.endswith(CLOSING) else plain)
    title = with_quotes(cited.title, 1)
    return Markup(f"“{escape(ended(title, mark) if mark else title)}”")


def _where(cited: Cited) -> list[str]:
    """Return the saved file and the archive, each as a sentence."""
    file = cited.saved_file
    return [*([file[0].upper() + file[1:]] if file else []), ARCHIVE]


def _paragraph(cited: Cited, word: str) -> str:
    return f", {word} {cited.paragraph}" if cited.paragraph else ""


def _american(date: PartialDate) -> str:
    """Return a date as Chicago has it: "April 17, 2025"; without a year "April 17"."""
    month = MONTHS[date.month - 1] if date.month else ""
    day = f" {date.day}" if date.day else ""
    if not date.year:
        return f"{month}{day}"
    return f"{month}{day}, {date.year:04}" if day else f"{month} {date.year:04}".strip()


def _year_first(date: PartialDate) -> str:
    """Return a date as APA has it: "2025, April 17"."""
    rest = _american(PartialDate(0, date.month, date.day))
    return ", ".join(filter(None, [f"{date.year:04}" if date else "", rest]))


def _italic(text: str) -> Markup:
    return Markup(f"<i>{escape(text)}</i>") if text else Markup()


def _with_commas(parts: list[Markup | str]) -> Markup:
    """Return parts with commas between them; a quoted part has its comma already."""
    joined = Markup()
    for part in parts:
        joined = Markup(f"{joined}{_comma_after(joined)}{escape(part)}") if joined else escape(part)
    return joined


def _comma_after(part: Markup | str) -> str:
    """Return ", ", or only a space if the comma is inside the quotation marks of a part."""
    return " " if part.endswith((",”", ",’", ",”</i>", ",’</i>", ",’”")) else ", "


def _sentences(*parts: Markup | str) -> Markup:
    """Return parts with a full stop after each, and spaces between them."""
    return Markup(" ".join(ended_html(escape(part)) for part in parts if part))


def ended_html(part: Markup) -> Markup:
    """Return a part with a full stop at its end, before closing quotation marks."""
    if part.endswith("</i>"):
        core = part.removesuffix("</i>")
        inside = ended(core, ".")
        if inside != core and not core.endswith(("”", "’")):
            return Markup(f"{part}.")
        return Markup(f"{inside}</i>")
    return Markup(ended(str(part), "."))
