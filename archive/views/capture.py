"""The saved file, as text: what was read from it is marked, nothing of it is served as markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from archive.display.safe_text import MarkedSpan, mark_spans, thousands
from archive.models import Capture, Extract
from archive.views.errors import gone
from archive.views.evidence import anchor_of, name_field
from archive.views.public_page import Head, public_page, render_page
from archive.views.saved_dates import saved_between

SHOWN_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Legend:
    """A field that is marked in the text, and where its first stretch is."""

    name: str
    anchor: str


def find_capture(short_id: str) -> Capture:
    """The capture whose SHA-256 begins with these 12 hex digits. Raises Http404."""
    # A range, not a prefix: SQLite's LIKE does not use the index. No hex digit sorts after "g".
    capture = (
        Capture.objects.select_related("run")
        .filter(sha256__gt=short_id, sha256__lt=short_id + "g")
        .order_by("sha256")
        .first()
    )
    if capture is None:
        raise Http404(f"There is no saved file {short_id} in the archive.")
    return capture


@public_page
def show_capture(request: HttpRequest, short_id: str) -> HttpResponse:
    """A saved file. What belongs to a withdrawn article is left out of its text."""
    capture = find_capture(short_id)
    extracts = list(
        Extract.objects.filter(capture=capture)
        .select_related("article__source")
        .defer("body", "article__body")
        .order_by("position")
    )
    withdrawn = [extract for extract in extracts if extract.article.withdrawn_at is not None]
    if extracts and len(withdrawn) == len(extracts):
        return gone(
            request, "This saved file has been withdrawn", withdrawn[0].article.withdrawn_reason
        )
    text, spans = shown_text(capture, extracts)
    articles = [extract.article for extract in extracts if extract.article.withdrawn_at is None]
    languages = {article.language for article in articles}
    file_names = list(dict.fromkeys(path.file_name for path in capture.paths.all()))
    head = Head(
        title=f"Saved file {capture.short_id}",
        description="The saved file as text, with what was read from it marked.",
        path=capture.get_absolute_url(),
    )
    context = {
        "capture": capture,
        "file_names": file_names,
        "size": f"{thousands(capture.size)} bytes",
        "saved": saved_between(capture.saved_not_before, capture.saved_not_after),
        "imported_on": capture.run.started_at.date(),
        "articles": articles,
        "language": languages.pop() if len(languages) == 1 else "",
        "is_blotted": bool(withdrawn),
        "legend": [Legend(span.label, span.anchor) for span in spans if span.label],
        "text": mark_spans(text, spans),
        "hidden_characters": max(0, len(capture.text) - SHOWN_CHARACTERS),
        "shown_characters": SHOWN_CHARACTERS,
        "problems": [
            problem.get("message", "") for problem in capture.problems if problem.get("message")
        ],
    }
    return render_page(request, "capture.html", head, context)


def shown_text(capture: Capture, extracts: Sequence[Extract]) -> tuple[str, list[MarkedSpan]]:
    """The text to show, as long as the saved one or cut at SHOWN_CHARACTERS, and its marked spans.

    The part of a withdrawn article is blotted out at its full length, so that all spans keep their
    places."""
    text = capture.text[:SHOWN_CHARACTERS]
    for extract in extracts:
        if extract.article.withdrawn_at is not None:
            blot = "".join(
                character if character == "\n" else "█"
                for character in text[extract.start : extract.end]
            )
            text = text[: extract.start] + blot + text[extract.end :]
    readable = [extract for extract in extracts if extract.article.withdrawn_at is None]
    spans = list(field_spans(readable, len(text)))
    return text, [*spans, *listed_spans(capture)] if readable else spans


def listed_spans(capture: Capture) -> Iterable[MarkedSpan]:
    """Where the file lists other articles, so that the page of what is wanted can lead there. One
    query."""
    for position, start, end in capture.sightings.values_list("position", "start", "end"):
        yield MarkedSpan(start, end, anchor_of_listing(position), is_marked=False)


def anchor_of_listing(position: int) -> str:
    """The id of an item that a saved file lists, on its page."""
    return f"listed-{position}"


def field_spans(extracts: Iterable[Extract], length: int) -> Iterable[MarkedSpan]:
    """The stretches of the text that fields and witnesses of the date were read from.

    A field's first stretch carries its anchor and its name; a witness that stands where a field
    does needs no name of its own. The anchors of a file's second article carry its position."""
    for extract in extracts:
        suffix = f"-{extract.position}" if extract.position else ""
        named: set[tuple[int, int]] = set()
        for reads, are_witnesses in ((extract.fields, False), (extract.witnesses, True)):
            for name, read in reads.items():
                spans = [
                    (start, min(end, length))
                    for start, end in read.get("spans", [])
                    if start < length
                ]
                for place, span in enumerate(spans):
                    if place:
                        yield MarkedSpan(*span)
                    else:
                        label = "" if are_witnesses and span in named else name_field(name)
                        yield MarkedSpan(*span, anchor_of(name) + suffix, label)
                        named.add(span)
