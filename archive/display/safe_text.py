"""HTML that is safe to show; all text is escaped here or by a template.

numbers and counts           thousands, count_of
names in a sentence, links   with_article, links_to
the text of an article       Link, Mark, linked, linked_paragraphs, non_overlapping, link_over
the text of a saved file     MarkedSpan, mark_spans
search matches in a list     marked, marked_snippets
"""

from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markupsafe import escape

from archive.search import Snippet, TextPiece

# The names of countries that need "the" in a sentence begin with these words.
THE = (
    "Democratic ",
    "United ",
    "Central African ",
    "Czech ",
    "Dominican Republic",
    "Netherlands",
    "Philippines",
    "Maldives",
)


def thousands(number: int) -> str:
    """Return a number as text, with commas: "1,204"."""
    return f"{number:,}"


def count_of(number: int, noun: str) -> str:
    """Return a number with a noun: "1 article", "1,204 articles", "2 stories"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{thousands(number)} {noun if number == 1 else plural}"


def with_article(name: str) -> str:
    """Return a name as it is used in a sentence: "the United States", "Russia"."""
    return f"the {name}" if name.startswith(THE) else name


def links_to(pages: Iterable[tuple[str, str]]) -> SafeString:
    """Return HTML links in one line, from pairs of address and name."""
    links = (f'<a href="{escape(url)}">{escape(name)}</a>' for url, name in pages)
    return SafeString('<span aria-hidden="true"> · </span>'.join(links))


@dataclass(frozen=True, slots=True)
class Link:
    """A range of a text (code points, end exclusive) that is a link.

    `title` is shown under the mouse pointer. `kind` is the kind of the named entity: "place",
    "organisation" or "person". `anchor` is the HTML id of the range. If `url` is "", readers cannot
    click the range, but another link can have the anchor as its target.
    """

    start: int
    end: int
    url: str
    title: str = ""
    kind: str = ""
    anchor: str = ""


def non_overlapping(links: Iterable[Link], length: int) -> list[Link]:
    """Return links that do not overlap, for a text of this length, in the order of the text.

    Links are cut at the ends of the text, and links outside the text are left out. If links
    overlap, only one of them is kept:

    - the longest link
    - if they are equally long, the link that starts earlier in the text
    - if they also start at the same place, the link that comes first in `links`
    """
    kept: list[Link] = []
    for link in sorted(
        links, key=lambda link: (max(link.start, 0) - min(link.end, length), link.start)
    ):
        start, end = max(link.start, 0), min(link.end, length)
        index = bisect(kept, start, key=_start)
        is_free = (not index or kept[index - 1].end <= start) and (
            index == len(kept) or kept[index].start >= end
        )
        if start < end and is_free:
            is_whole = (start, end) == (link.start, link.end)
            kept.insert(index, link if is_whole else replace(link, start=start, end=end))
    return kept


def link_over(links: Sequence[Link], start: int, end: int) -> Link | None:
    """Return the link that overlaps a span, or None; if several do, the first one in the text.

    `links` must come from `non_overlapping`.
    """
    index = bisect(links, start, key=_end)
    return links[index] if index < len(links) and links[index].start < end else None


class Mark(NamedTuple):
    """A range of a text (code points, end exclusive) that matches the search.

    `anchor` is the HTML id of the range, or "".
    """

    start: int
    end: int
    anchor: str = ""


def linked(text: str, links: Iterable[Link], marks: Iterable[Mark] = ()) -> SafeString:
    """Return a text as escaped HTML with these links and search marks; links are never nested."""
    kept = non_overlapping(links, len(text))
    return _render_range(text, 0, len(text), kept, _disjoint(marks), set())


def linked_paragraphs(
    body: str, links: Iterable[Link], marks: Iterable[Mark] = ()
) -> list[SafeString]:
    """Return the paragraphs of a body as escaped HTML, with these links and search marks.

    Paragraphs are separated by blank lines. A link that continues in the next paragraph is shown in
    both paragraphs, but only the first paragraph has the anchor (HTML id) of the link.
    """
    kept, disjoint = non_overlapping(links, len(body)), _disjoint(marks)
    anchored: set[str] = set()
    paragraphs: list[SafeString] = []
    start = 0
    for paragraph in body.split("\n\n") if body else []:
        end = start + len(paragraph)
        if paragraph.strip():
            inside = kept[bisect(kept, start, key=_end) : bisect_left(kept, end, key=_start)]
            paragraphs.append(_render_range(body, start, end, inside, disjoint, anchored))
        start = end + 2
    return paragraphs


def _start(item: Link | Mark) -> int:
    return item.start


def _end(item: Link | Mark) -> int:
    return item.end


def _disjoint(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks that do not overlap each other, in the order of the text.

    If two marks overlap, the later mark begins where the earlier one ends, and loses its anchor.
    """
    disjoint: list[Mark] = []
    done = 0
    for mark in sorted(marks):
        start = max(mark.start, done)
        if start < mark.end:
            disjoint.append(mark if start == mark.start else Mark(start, mark.end))
            done = mark.end
    return disjoint


def _render_range(
    text: str,
    start: int,
    end: int,
    links: Iterable[Link],
    marks: Sequence[Mark],
    anchored: set[str],
) -> SafeString:
    """Return the text from `start` to `end` as escaped HTML, with its links and marks.

    `marks` are all marks of the text, as `_disjoint` returns them. `anchored` is the set of anchors
    that the page already has, because an HTML id must not occur twice. New anchors are added to
    this set.
    """
    pieces: list[str] = []
    position = start
    for link in links:
        first, last = max(link.start, start), min(link.end, end)
        tag = "a" if link.url else "span"
        pieces += [
            _with_marks(text, position, first, marks),
            f"<{tag}{_attributes(link, anchored)}>{_with_marks(text, first, last, marks)}</{tag}>",
        ]
        position = last
    pieces.append(_with_marks(text, position, end, marks))
    return SafeString("".join(pieces))


def _attributes(link: Link, anchored: set[str]) -> str:
    attributes = ""
    if link.url:
        kind = f" mention--{escape(link.kind)}" if link.kind else ""
        attributes = f' class="mention{kind}" href="{escape(link.url)}"'
        attributes += f' title="{escape(link.title)}"' if link.title else ""
    if link.anchor and link.anchor not in anchored:
        anchored.add(link.anchor)
        attributes += f' id="{escape(link.anchor)}"'
    return attributes


def _with_marks(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    """Return the text from `start` to `end` as escaped HTML, with its marks.

    `marks` are all marks of the text, as `_disjoint` returns them. The anchor of a mark is only in
    the range in which the mark begins.
    """
    pieces: list[str] = []
    position = start
    # A text can have very many marks and ranges, so only the marks in this range are read.
    for index in range(bisect(marks, start, key=_end), len(marks)):
        mark = marks[index]
        first, last = max(mark.start, position), min(mark.end, end)
        if first >= last:
            break
        anchor = f' id="{escape(mark.anchor)}"' if mark.anchor and first == mark.start else ""
        pieces += [
            escape(text[position:first]),
            f"<mark{anchor}>{escape(text[first:last])}</mark>",
        ]
        position = last
    return SafeString("".join([*pieces, escape(text[position:end])]))


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A range in the text of a saved file, usually the words from which a field was read.

    `anchor` is the HTML id of the range, or "". `label` is the name of the field, or "". If
    `is_marked` is false, the range is only the target of links, and is highlighted only after a
    reader followed such a link.
    """

    start: int
    end: int
    anchor: str = ""
    label: str = ""
    is_marked: bool = True


def mark_spans(text: str, spans: Iterable[MarkedSpan]) -> SafeString:
    """Return the text of a saved file as escaped HTML, with these spans marked.

    Spans may overlap: the text is cut wherever a span begins or ends. The anchor and the label of a
    span are at the start of the span. Spans outside the text are left out.
    """
    valid = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(span.start for span in valid), *(span.end for span in valid)})
    opening: dict[int, list[MarkedSpan]] = {}
    for span in valid:
        opening.setdefault(span.start, []).append(span)
    anchored: set[str] = set()
    active: list[MarkedSpan] = []
    pieces: list[str] = []
    for start, end in pairwise(edges):
        active = [span for span in active if span.end > start] + opening.get(start, [])
        words = text[start:end]
        is_marked = any(span.is_marked for span in active)
        pieces.append(
            _marked_piece(words, opening.get(start, []), anchored, is_marked=is_marked)
            if active
            else words
        )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _marked_piece(
    words: str, opening: Sequence[MarkedSpan], anchored: set[str], *, is_marked: bool
) -> SafeString:
    labels = ", ".join(dict.fromkeys(span.label for span in opening if span.label))
    new_anchors = dict.fromkeys(
        span.anchor for span in opening if span.anchor and span.anchor not in anchored
    )
    anchored.update(new_anchors)
    targets = format_html_join("", '<span id="{}"></span>', ((anchor,) for anchor in new_anchors))
    if not is_marked:
        return (
            format_html('<span id="{}">{}</span>', next(iter(new_anchors)), words)
            if new_anchors
            else SafeString(escape(words))
        )
    if labels:
        return format_html(
            '{}<mark class="field-span" data-label="{}">{}</mark>', targets, labels, words
        )
    return format_html('{}<mark class="field-span">{}</mark>', targets, words)


def marked(pieces: Iterable[TextPiece]) -> SafeString:
    """Return pieces of text, joined, as escaped HTML with search matches marked."""
    return SafeString(
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_marked else escape(piece.text)
            for piece in pieces
        )
    )


def marked_snippets(snippets: Sequence[Snippet]) -> tuple[SafeString, ...]:
    """Return the snippets of one text as escaped HTML.

    There is one ellipsis (…) wherever text is left out: before, between and after the snippets.
    """
    shown = []
    has_ellipsis = False
    for snippet in snippets:
        before = "…" if snippet.is_cut_before and not has_ellipsis else ""
        after = "…" if snippet.is_cut_after else ""
        shown.append(SafeString(f"{before}{marked(snippet.pieces)}{after}"))
        has_ellipsis = snippet.is_cut_after
    return tuple(shown)
