"""The pattern page: every component with long, empty and odd content, all of it invented.

Only screenshots and browser tests show it, at /patterns/: they set `ROOT_URLCONF` to this module,
which has the addresses of the archive and of this page.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from archive import urls
from archive.display.charts import Chart, Charted, make_chart
from archive.display.province_map import locate, make_map, shapes
from archive.display.safe_text import (
    Link,
    MarkedSpan,
    linked,
    linked_paragraphs,
    links_to,
    mark_spans,
    marked,
    marked_snippets,
)
from archive.listing.facet_blocks import FacetBlock, FacetValue
from archive.listing.list_links import Chip
from archive.search import Snippet, TextPiece
from archive.views.concordance import ConcordanceLine
from archive.views.evidence import FieldEvidence
from archive.views.parts.article_rows import ArticleRow
from archive.views.parts.back_to_list import ListContext
from archive.views.parts.linked_counts import Count
from archive.views.parts.page_links import make_pages
from archive.views.parts.time_charts import TimeChart
from archive.views.public_page import Answers, Head, SearchBox, layout_context, public_page
from archive.views.search_help import ExampleGroup, SearchExample

TEMPLATE = Path(__file__).with_suffix(".html")
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_TITLE = (
    "Respected Comrades of the Provincial, City and County Committees Visit the Newly-Built"
    " Foodstuff Factory, Garment Factory and Daily Necessities Factory and Give Field Guidance over"
    " the Normalization of Production"
)
ODD_TITLE = '<script>alert("1")</script> & "quoted" \u202ereversed\u202c 한국어 العربية'
# As many months as a chart shows. Some months have no articles, one has far more than the others.
MONTHS = {
    (2021 + index // 12) * 100 + index % 12 + 1: index * index for index in range(60) if index % 7
} | {
    202101: 9,
    202412: 61_233,
}
TEXT = (
    "First lines of an invented article about a county factory, which go on for longer than two"
    " lines can hold. " * 4
)


@public_page()
def show_patterns(request: HttpRequest, _answers: Answers) -> HttpResponse:
    """Show the pattern page."""
    context = {
        "rows": rows(),
        "facets": facets(),
        "chips": chips(),
        "place_map": locate("KP-03", "An invented county", (39.9, 125.2), "An invented county"),
        "counts": [
            Count("KCNA.kp", "#", 1204, 100),
            Count(LONG_WORD, "#", 31, 3),
            Count(
                "A name that is so long that it has to run over two lines of the column", "#", 1, 0
            ),
            Count("Empty", "#", 0, 0),
        ],
        "time_chart": TimeChart(chart(), "#", "#", 1204),
        "box": SearchBox(
            value='"unbalanced <b>quote', label="Search, large", field_id="q-large", is_large=True
        ),
        "small_box": SearchBox(value=LONG_WORD, label="Search, small", field_id="q-small"),
        "lines": lines(),
        "list_context": ListContext(
            description=f"Articles matching “{LONG_WORD}”",
            list_url="#",
            list_label="Back to the list",
            position=1204,
            total=61234,
            previous_url="#",
            next_url="#",
            plain_url="#",
            has_marks=True,
        ),
        "group": ExampleGroup(
            "Examples of searches",
            "What is typed, what it finds, in how many articles.",
            (
                SearchExample(
                    "factory place:kujang -title:visit",
                    "a word and a place, but not this title",
                    "#",
                    1204,
                ),
                SearchExample(
                    'organisation:"Workers\' Party of Korea"', "about an organisation", "#", 0
                ),
            ),
        ),
        "many_pages": make_pages(500, 61234, 20, 1_224_680, lambda page: f"?page={page}"),
        "fields": fields(),
        "heading": linked(ODD_TITLE, [Link(9, 14, "#", "Place: Kujang", "place")]),
        "paragraphs": linked_paragraphs(
            f"{TEXT}\n\n{LONG_WORD}",
            [
                Link(21, 38, "#", "Place: Kujang", "place"),
                Link(47, 61, "#", "Organisation: the county factory", "organisation"),
                Link(69, 80, "#", "Person: Kim Tok Hun", "person"),
            ],
        ),
        "saved": mark_spans(
            f"March 01, 2026Mar 01, 2026\n\n{ODD_TITLE}\n\n{TEXT}\n",
            [
                MarkedSpan(0, 14, "field-a", "Saved"),
                MarkedSpan(28, 60, "field-b", "Title"),
                MarkedSpan(40, 90, "field-c", "Text"),
            ],
        ),
    }
    template = engines["jinja2"].from_string(TEMPLATE.read_text(encoding="utf-8"))
    layout = layout_context(request, Head(title="Parts of the pages", section="about"))
    return HttpResponse(template.render({**layout, **context}, request))


def chart() -> Chart:
    """Return a chart of shares with gaps, silent months, and a bar that is cut at the top."""
    rows = [
        Charted(
            f"{month // 100}-{month % 100:02}",
            f"Month {month}",
            0 if month % 5 == 0 else number // 9,
            number,
            "#" if month % 5 else "",
        )
        for month, number in MONTHS.items()
    ]
    made = make_chart("month", [*rows, Charted("2025-12", "A month", 1, 1, "#")], is_of_shares=True)
    assert made
    return made


def rows() -> list[ArticleRow]:
    """Return rows of a list: ordinary, long, odd, with few values, and with snippets."""
    usual = ArticleRow(
        pk=17,
        title=marked([TextPiece("Medical Oxygen Factory")]),
        url="#",
        language="",
        date="14 September 2025",
        iso_date=date(2025, 9, 14).isoformat(),
        is_date_doubtful=False,
        source="KCNA.kp",
        places=links_to([("#", "Pyongyang")]),
        more_places=0,
        lead=TEXT,
        snippets=(),
        is_corrected=False,
        added="1 December 2026",
    )
    many = links_to(
        ("#", f"{name} County")
        for name in ("Kujang", "Unsan", "Songchon", "Jaeryong", "Hamju", "Orang")
    )
    snippet = Snippet(
        (
            TextPiece("the garment "),
            TextPiece("factory", is_marked=True),
            TextPiece(" of the county"),
        ),
        True,
        True,
    )
    return [
        usual,
        replace(
            usual,
            title=marked([TextPiece(LONG_TITLE)]),
            places=many,
            more_places=14,
            is_date_doubtful=True,
            is_corrected=True,
        ),
        replace(
            usual,
            title=marked([TextPiece(ODD_TITLE)]),
            language="ko",
            date="September 2025",
            iso_date="2025-09",
            lead=LONG_WORD * 3,
        ),
        replace(
            usual,
            title=marked([TextPiece(LONG_WORD)]),
            date="date unknown",
            iso_date="",
            source="Unknown source",
            places=links_to(()),
            lead="",
        ),
        replace(
            usual,
            title=marked([TextPiece("Medical Oxygen "), TextPiece("Factory", is_marked=True)]),
            snippets=marked_snippets((snippet, snippet, snippet)),
        ),
    ]


def lines() -> list[ConcordanceLine]:
    """Return lines of a concordance: an ordinary line, a line in a title, a far too long line."""
    usual = ConcordanceLine(
        before="…officials visited the garment ",
        match="factory",
        after=" of the county, which was renovated last year…",
        url="#",
        title="Medical Oxygen Factory",
        language="en",
        date="14 September 2025",
        iso_date="2025-09-14",
        source="KCNA.kp",
        is_in_title=False,
    )
    return [
        usual,
        replace(usual, before="", after=" \u202eeht\u202c", title=ODD_TITLE, is_in_title=True),
        replace(
            usual,
            before=f"{LONG_WORD} ",
            match="공장",
            after=LONG_WORD,
            language="ko",
            source=LONG_WORD,
        ),
    ]


def facets() -> list[FacetBlock]:
    """Return facets: with a selected and an excluded value, with nested values, and empty."""

    def value(
        label: str,
        count: int,
        share: int,
        selected: bool = False,
        below: tuple[FacetValue, ...] = (),
    ) -> FacetValue:
        return FacetValue(
            value=label,
            label=label,
            count=count,
            url="#",
            is_selected=selected,
            is_excluded=False,
            share=share,
            children=below,
            add_url="" if selected else "#",
            remove_url="#" if selected else "",
            exclude_url="" if selected else "#",
        )

    counties = (value("Kujang County", 12, 20), value(LONG_WORD, 3, 5, selected=True))
    excluded = replace(value("Voice of Korea", 99, 8), is_excluded=True)
    return [
        FacetBlock(
            "source", "Source", (value("KCNA.kp", 1204, 100, selected=True), excluded), True
        ),
        FacetBlock(
            "place",
            "Place",
            (value("North Phyongan Province", 61, 100, below=counties), value("unknown", 0, 0)),
            False,
            map=make_map(
                provinces(), 1204, "Share of invented articles.", ("KP-03", "KP-13"), ("KP-15",)
            ),
        ),
        FacetBlock("empty", "Nothing here", (), False),
    ]


def provinces() -> Iterator[tuple[str, str, str, int]]:
    """Yield each province with a different number of articles, from none to nearly all."""
    for number, shape in enumerate(shapes()):
        yield (
            shape.code,
            f"City {shape.code}" if shape.key_top else f"Province {shape.code}",
            "#",
            number**3 // 2,
        )


def chips() -> list[Chip]:
    """Return chips of ordinary and of extreme length."""
    return [
        Chip("KCNA.kp", "#"),
        Chip("not Voice of Korea", "#"),
        Chip(LONG_TITLE, "#"),
        Chip(LONG_WORD * 2, "#"),
    ]


def fields() -> list[FieldEvidence]:
    """Return fields: a plain field, a corrected field, and a field without quoted words."""
    plain = FieldEvidence(
        "Title",
        "field-title",
        "Medical Oxygen Factory",
        "line",
        ("Medical Oxygen Factory",),
        0,
        "100 %",
        False,
        "",
        "",
    )
    return [
        plain,
        replace(
            plain,
            value=LONG_TITLE,
            is_corrected=True,
            corrected_value=ODD_TITLE,
            reason="The heading ran over two lines.",
        ),
        replace(
            plain,
            name="Language",
            value="en",
            rule="implied_by_layout",
            quotes=(),
            confidence="90 %",
        ),
        replace(
            plain,
            name="Original address",
            value="https://example.org/" + LONG_WORD * 3,
            more_quotes=3,
        ),
    ]


urlpatterns = [*urls.urlpatterns, path("patterns/", show_patterns)]
handler400 = urls.handler400
handler404 = urls.handler404
