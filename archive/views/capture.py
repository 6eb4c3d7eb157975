"""The page of a saved file: its text, with the parsed fields marked.

The saved file itself is never served as HTML.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from archive.display.safe_text import MarkedSpan, mark_spans, thousands
from archive.display.saved_dates import saved_between
from archive.models import Capture, CaptureContent, Extract
from archive.views.evidence import anchor_of, name_field
from archive.views.parts.known_item_rows import anchor_of_listing
from archive.views.parts.page_links import NotInArchive
from archive.views.public_page import Answers, Head, Withdrawn, public_page, render_page
from ingest.formats import extractors

SHOWN_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Legend:
    """The name of a field that is marked in the text, and the HTML id of its first span."""

    name: str
    anchor: str


def find_capture(short_id: str) -> Capture:
    """Return the capture whose SHA-256 begins with these 12 hex digits. Raises NotInArchive."""
    # We compare with a range, because LIKE does not use the index of the column in SQLite. "g" is
    # sorted after all hex digits.
    capture = (
        Capture.objects.select_related("run")
        .filter(sha256__gt=short_id, sha256__lt=short_id + "g")
        .order_by("sha256")
        .first()
    )
    if capture is None:
        raise NotInArchive(f"There is no saved file {short_id} in the archive.")
    return capture


@public_page()
def show_capture(request: HttpRequest, _answers: Answers, short_id: str) -> HttpResponse:
    """Show a saved file, with black blocks instead of the text of withdrawn articles."""
    capture = find_capture(short_id)
    extracts = list(
        Extract.objects.filter(capture=capture)
        .select_related("article__source")
        .defer("body", "article__body")
        .order_by("position")
    )
    withdrawn = [extract for extract in extracts if extract.article.withdrawn_at is not None]
    if extracts and len(withdrawn) == len(extracts):
        raise Withdrawn("This saved file has been withdrawn", withdrawn[0].article.withdrawn_reason)
    text, spans = shown_text(capture, extracts)
    articles = [extract.article for extract in extracts if extract.article.withdrawn_at is None]
    languages = {article.language for article in articles}
    paths = list(capture.paths.all())
    file_names = list(dict.fromkeys(path.file_name for path in paths))
    containers = dict.fromkeys(path.container_sha256 for path in paths if path.container_sha256)
    head = Head(
        title=f"Saved file {capture.short_id}",
        description="The text of the saved file, with the parsed fields marked.",
        path=capture.get_absolute_url(),
    )
    context = {
        "capture": capture,
        "file_names": file_names,
        "containers": list(containers),
        "how_text": _how_text(capture.extractor),
        "size": f"{thousands(capture.size)} bytes",
        "saved": saved_between(capture.saved_not_before, capture.saved_not_after),
        "imported_on": capture.run.started_at.date(),
        "articles": articles,
        "language": languages.pop() if len(languages) == 1 else "",
        "has_withdrawn": bool(withdrawn),
        "legend": [Legend(span.label, span.anchor) for span in spans if span.label],
        "text": mark_spans(text, spans),
        "shown_text": text,
        "spans": spans,
        "is_kept": bool(capture.text) or CaptureContent.objects.filter(capture=capture).exists(),
        "hidden_characters": max(0, len(capture.text) - SHOWN_CHARACTERS),
        "shown_characters": SHOWN_CHARACTERS,
        "problems": [
            problem.get("message", "") for problem in capture.problems if problem.get("message")
        ],
    }
    return render_page(request, "capture.html", head, context)


def _how_text(extractor: str) -> str:
    """Return in words how the text of a saved file was made; "" if it is as it was saved."""
    if extractors.form_of(extractor):
        return "made from a row of a data set: the names and values of its columns, then its text"
    if extractors.is_markdown(extractor):
        return "without the marks of Markdown"
    if extractor == extractors.TEXT_BROWSER:
        return "without the addresses of its links"
    return "extracted from its HTML" if extractor else ""


def shown_text(capture: Capture, extracts: Sequence[Extract]) -> tuple[str, list[MarkedSpan]]:
    """Return the text of a saved file, cut at SHOWN_CHARACTERS, and its marked spans.

    The text of a withdrawn article is replaced by blocks of the same length, so that all spans keep
    their positions.
    """
    text = capture.text[:SHOWN_CHARACTERS]
    for extract in extracts:
        if extract.article.withdrawn_at is not None:
            blocks = "".join(
                character if character == "\n" else "█"
                for character in text[extract.start : extract.end]
            )
            text = text[: extract.start] + blocks + text[extract.end :]
    readable = [extract for extract in extracts if extract.article.withdrawn_at is None]
    spans = list(field_spans(readable, len(text)))
    return text, [*spans, *listed_spans(capture)] if readable else spans


def listed_spans(capture: Capture) -> Iterable[MarkedSpan]:
    """Yield the spans of the known items that the file lists; the page does not mark these spans.

    The page of wanted articles links to these spans. Takes one database query.
    """
    for position, start, end in capture.sightings.values_list("position", "start", "end"):
        yield MarkedSpan(start, end, anchor_of_listing(position), is_marked=False)


def field_spans(extracts: Iterable[Extract], length: int) -> Iterable[MarkedSpan]:
    """Yield the spans of the text from which fields and witnesses (possible dates) were read.

    `length` is the length of the shown text. Only the first span of a field has the anchor (HTML
    id) and the label of the field. A witness with the same span as a field has no label. If the
    file has several articles, the anchors of the second article end with "-1" ("field-title-1"),
    and the anchors of the third with "-2".
    """
    for extract in extracts:
        suffix = f"-{extract.position}" if extract.position else ""
        labelled: set[tuple[int, int]] = set()
        for values, are_witnesses in ((extract.fields, False), (extract.witnesses, True)):
            for name, value in values.items():
                spans = [
                    (start, min(end, length))
                    for start, end in value.get("spans", [])
                    if start < length
                ]
                for index, span in enumerate(spans):
                    if index:
                        yield MarkedSpan(*span)
                    else:
                        label = "" if are_witnesses and span in labelled else name_field(name)
                        yield MarkedSpan(*span, anchor_of(name) + suffix, label)
                        labelled.add(span)
