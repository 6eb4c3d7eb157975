"""Text that is safe to show: what was saved, typed or parsed passes through here or through a
template's escaping.

words of numbers   thousands, count_of names in a
line              with_article, links_to an article's text            Link, Mark, linked,
linked_paragraphs; apart, drawn_over: which links are drawn the saved file               MarkedSpan,
mark_spans what was found               marked, marked_snippets"""

from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markupsafe import escape

from archive.search import Snippet, TextPiece

# Countries whose names take an article begin so.
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
    """1,204."""
    return f"{number:,}"


def count_of(number: int, noun: str) -> str:
    """ "1 article", "1,204 articles"."""
    return f"{thousands(number)} {noun}{'' if number == 1 else 's'}"


def with_article(name: str) -> str:
    """A name as it stands in a sentence: "the United States", "Russia"."""
    return f"the {name}" if name.startswith(THE) else name


def links_to(pages: Iterable[tuple[str, str]]) -> SafeString:
    """Links in a line, each from an address and a name."""
    links = (f'<a href="{escape(url)}">{escape(name)}</a>' for url, name in pages)
    return SafeString('<span aria-hidden="true"> · </span>'.join(links))


@dataclass(frozen=True, slots=True)
class Link:
    """Part of a text (code points, end exclusive) that leads somewhere.

    `kind` is what it names: "place", "organisation" or "person". `anchor` is its id in the page.
    Without `url` it is no link, but a place in the text that can be jumped to."""

    start: int
    end: int
    url: str
    title: str = ""
    kind: str = ""
    anchor: str = ""


def apart(links: Iterable[Link], length: int) -> list[Link]:
    """The links that can be drawn in a text of this length, in its order: of those that overlap the
    longest stands, of equally long ones the earlier, of equal spans the first given. Those that lie
    beyond the text are left out."""
    kept: list[Link] = []
    for link in sorted(
        links, key=lambda link: (max(link.start, 0) - min(link.end, length), link.start)
    ):
        start, end = max(link.start, 0), min(link.end, length)
        at = bisect(kept, start, key=_start)
        is_free = (not at or kept[at - 1].end <= start) and (
            at == len(kept) or kept[at].start >= end
        )
        if start < end and is_free:
            kept.insert(
                at,
                (
                    link
                    if (start, end) == (link.start, link.end)
                    else replace(link, start=start, end=end)
                ),
            )
    return kept


def drawn_over(drawn: Sequence[Link], start: int, end: int) -> Link | None:
    """The first of the links as `apart` gives them that shares text with this span."""
    at = bisect(drawn, start, key=_end)
    return drawn[at] if at < len(drawn) and drawn[at].start < end else None


class Mark(NamedTuple):
    """Part of a text (code points, end exclusive) that was searched for; `anchor` is its id in the
    page."""

    start: int
    end: int
    anchor: str = ""


def linked(text: str, links: Iterable[Link], marks: Iterable[Mark] = ()) -> SafeString:
    """The text, escaped, with its links (as `apart` keeps them), and with what was searched for
    marked. No link stands in another."""
    return _stretch(text, 0, len(text), apart(links, len(text)), sorted(marks), set())


def linked_paragraphs(
    body: str, links: Iterable[Link], marks: Iterable[Mark] = ()
) -> list[SafeString]:
    """The paragraphs of a body (joined by blank lines), escaped, each with the links and marks that
    fall in it.

    A link over a paragraph's end is drawn in both paragraphs; its anchor stands in the first.
    """
    drawn, spans = apart(links, len(body)), sorted(marks)
    anchored: set[str] = set()
    paragraphs: list[SafeString] = []
    start = 0
    for paragraph in body.split("\n\n") if body else []:
        end = start + len(paragraph)
        if paragraph.strip():
            inside = drawn[bisect(drawn, start, key=_end) : bisect_left(drawn, end, key=_start)]
            found = [mark for mark in spans if mark.start < end and mark.end > start]
            paragraphs.append(_stretch(body, start, end, inside, found, anchored))
        start = end + 2
    return paragraphs


def _start(link: Link) -> int:
    return link.start


def _end(link: Link) -> int:
    return link.end


def _stretch(
    text: str,
    start: int,
    end: int,
    links: Iterable[Link],
    marks: Sequence[Mark],
    anchored: set[str],
) -> SafeString:
    """The text from `start` to `end`, escaped, with what of these links and marks lies in it.
    `anchored` are the anchors that the page has already."""
    pieces: list[str] = []
    at = start
    for link in links:
        first, last = max(link.start, start), min(link.end, end)
        tag = "a" if link.url else "span"
        pieces += [
            _with_marks(text, at, first, marks),
            f"<{tag}{_attributes(link, anchored)}>{_with_marks(text, first, last, marks)}</{tag}>",
        ]
        at = last
    pieces.append(_with_marks(text, at, end, marks))
    return SafeString("".join(pieces))


def _attributes(link: Link, anchored: set[str]) -> str:
    written = ""
    if link.url:
        kind = f" mention--{escape(link.kind)}" if link.kind else ""
        written = f' class="mention{kind}" href="{escape(link.url)}"'
        written += f' title="{escape(link.title)}"' if link.title else ""
    if link.anchor and link.anchor not in anchored:
        anchored.add(link.anchor)
        written += f' id="{escape(link.anchor)}"'
    return written


def _with_marks(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    """The text from `start` to `end`, escaped, with what of the marks lies in it. Anchors stand
    where marks begin."""
    pieces: list[str] = []
    at = start
    for mark in marks:
        first, last = max(mark.start, at), min(mark.end, end)
        if first < last:
            anchor = f' id="{escape(mark.anchor)}"' if mark.anchor and first == mark.start else ""
            pieces += [escape(text[at:first]), f"<mark{anchor}>{escape(text[first:last])}</mark>"]
            at = last
    return SafeString("".join([*pieces, escape(text[at:end])]))


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Part of a saved file that a field was read from.

    `anchor` is the id of that place in the page, `label` the field's name to show there; both may
    be empty. What is not to be marked (`is_marked`) can be led to, and shows itself only then."""

    start: int
    end: int
    anchor: str = ""
    label: str = ""
    is_marked: bool = True


def mark_spans(text: str, spans: Iterable[MarkedSpan]) -> SafeString:
    """The saved text, escaped, with each stretch that fields were read from marked.

    Spans may overlap: the text is cut where any of them begins or ends. A span's anchor and label
    stand at its start."""
    wanted = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(span.start for span in wanted), *(span.end for span in wanted)})
    opening: dict[int, list[MarkedSpan]] = {}
    for span in wanted:
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
    fresh = dict.fromkeys(
        span.anchor for span in opening if span.anchor and span.anchor not in anchored
    )
    anchored.update(fresh)
    targets = format_html_join("", '<span id="{}"></span>', ((anchor,) for anchor in fresh))
    if not is_marked:
        return (
            format_html('<span id="{}">{}</span>', next(iter(fresh)), words)
            if fresh
            else SafeString(escape(words))
        )
    if labels:
        return format_html(
            '{}<mark class="field-span" data-label="{}">{}</mark>', targets, labels, words
        )
    return format_html('{}<mark class="field-span">{}</mark>', targets, words)


def marked(pieces: Iterable[TextPiece]) -> SafeString:
    """Pieces of text in a row, escaped, what was searched for marked."""
    return SafeString(
        "".join(
            f"<mark>{escape(each.text)}</mark>" if each.is_marked else escape(each.text)
            for each in pieces
        )
    )


def marked_snippets(snippets: Sequence[Snippet]) -> tuple[SafeString, ...]:
    """Escape the snippets of one text, with one ellipsis wherever text is left out."""
    shown = []
    has_ellipsis = False
    for snippet in snippets:
        before = "…" if snippet.is_cut_before and not has_ellipsis else ""
        after = "…" if snippet.is_cut_after else ""
        shown.append(SafeString(f"{before}{marked(snippet.pieces)}{after}"))
        has_ellipsis = snippet.is_cut_after
    return tuple(shown)
