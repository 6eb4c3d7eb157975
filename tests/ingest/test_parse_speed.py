"""Tests that parsing time is proportional to the length of a text, also with many repetitions."""

import subprocess
import sys

from tests.conftest import ROOT

# Limit for all fragments together. They take about 20 seconds. A regular expression that backtracks
# too much would take hours.
SECONDS = 240
MEGABYTES = 0.1  # size of the repeated fragments of each text

FRAGMENTS = {
    "a place and a comma": "A, ",
    "capitals": "A A, A ",
    "a place without end": "Aa",
    "dashes": "- - -",
    "an open dateline": "Pyongyang, May 1 (KCNA",
    "an open Juche date": "(Juche",
    "digits": "1",
    "dotted dates": "2024.1.1.",
    "glued dates": "May 09, 2025",
    "an open date line": "Date: 01/01/2020 | Source: ",
    "bars": "| ",
    "headers": "Title: a\n",
    "one header": "Title: ",
    "headings": "More From KCNA.kp (En)\n",
    "end marks": "-0- ",
    "end marks on lines": "-0-\n",
    "datelines": "Pyongyang, May 1 (KCNA) -- a\n",
    "credits": "KCNA\n",
    "brackets": "[",
    "open tags": "<p ",
    "tags": "<b>",
    "closing tags": "</p>",
    "comments": "<!--",
    "scripts": "<script>",
    "entities": "&amp;",
    "ampersands": "&",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "form feeds": "\f",
    "long lines": "a " * 40_000 + "\n",
    "dates on lines": "May 09, 2025\n\n",
    "sections": "/ News - ",
    "quotes": "\"'",
    "Chinese": "朝中社平壤",
    "Korean": "(평양 7월 2일발 ",
    "names and offices": "Han Song Il, director ",
    "capitalised words": "Han Song Il ",
    "years": "2024 © ",
    "error pages": "page not ",
}
MARKUP = (
    *(
        "<!--",
        "<![CDATA[",
        "<p ",
        "<p a=",
        '<p a="',
        "<p/",
        "</",
        "</p ",
        "<?xml ",
        "<!doctype ",
        '<a href="x"',
        '<br/><a name="n" href="</br>',  # an odd number of quotation marks
    ),
    *(
        '<a href="x">',
        "<div>",
        "<b>",
        "</div>",
        "<!-- -->",
        "<br>",
        "<script>",
        "<table><tr>",
        "&",
        "&amp;",
        "<",
    ),
)
HEADS = (
    "",
    "Kite Contest Held\n\n",
    "Title: Kite\nDate: 2024-01-01\n\n",
    "Kite\n\nDate: 01/01/2020 | Source: A\n\n",
)

SCRIPT = """
import sys, time
from ingest.values import SavedFile
from ingest.errors import Rejection
from ingest.html import extract_text, is_html
from ingest.parse import parse
from tests.ingest.test_parse_speed import FRAGMENTS, HEADS, MARKUP

size = float(sys.argv[1]) * 1_000_000
for name, fragment in FRAGMENTS.items():
    start = time.perf_counter()
    for head in HEADS:
        for tail in ("", "\\nx\\n\\n2025 © All rights reserved."):
            text = head + fragment * int(size / len(fragment)) + tail
            try:
                parse(SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text))
            except Rejection:
                pass
    print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)
for fragment in MARKUP:
    for head in ("", "<html>"):
        for tail in ("", ">", "-->", '">'):
            markup = head + fragment * int(size / len(fragment)) + tail
            is_html("page.txt", markup)
            extract_text(markup)
    print(fragment, flush=True)
"""


def test_repeated_fragments_do_not_slow_the_parser() -> None:
    command = [sys.executable, "-c", SCRIPT, str(MEGABYTES)]
    done = subprocess.run(
        command, cwd=ROOT, check=True, timeout=SECONDS, capture_output=True, text=True
    )
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [*FRAGMENTS, *MARKUP]
