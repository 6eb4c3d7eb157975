"""Test that style sheets are few, small and linked by every page.

Only tokens.css contains colours and sizes, except in media queries.
"""

import gzip
import re

from tests.conftest import ROOT

SHEETS = ROOT / "static" / "css"
MAX_BYTES = 25_000  # of all compressed style sheets together
MAX_SCREEN_SHEETS = 6  # a browser opens six connections to a server that has only HTTP/1.1


def linked_sheets(template: str) -> list[str]:
    """Return the names of the style sheets that a template links, in the order of the links."""
    return re.findall(
        r'rel="stylesheet" href=".*?css/(\w+\.css)', (ROOT / "templates" / template).read_text()
    )


def test_public_pages_link_every_style_sheet_once() -> None:
    linked = linked_sheets("base.html")
    assert sorted(linked) == sorted({path.name for path in SHEETS.glob("*.css")} - {"admin.css"})
    assert linked[0] == "tokens.css"
    assert linked[-1] == "print.css"


def test_a_page_links_few_style_sheets() -> None:
    for template in ("base.html", "bare.html"):
        screen_sheets = [name for name in linked_sheets(template) if name != "print.css"]
        assert 0 < len(screen_sheets) <= MAX_SCREEN_SHEETS, template


def test_static_error_pages_link_style_sheets_that_exist() -> None:
    assert set(linked_sheets("bare.html")) <= set(linked_sheets("base.html"))


def test_all_style_sheets_together_are_small_when_compressed() -> None:
    sheets = [(SHEETS / name).read_bytes() for name in linked_sheets("base.html")]
    assert sum(len(gzip.compress(sheet)) for sheet in sheets) < MAX_BYTES


def test_only_tokens_have_raw_colours_and_sizes() -> None:
    colour = r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch|color)a?\("
    size = r"(?<![\w.-])-?\d*\.?\d+(?:px|rem|em|pt|ch)\b"
    raw = re.compile(f"{colour}|{size}", re.IGNORECASE)
    for sheet in SHEETS.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        # A media query cannot use a custom property.
        text = re.sub(r"@media[^{]*", "", text)
        values = raw.findall(text)
        assert bool(values) == (sheet.name == "tokens.css"), (sheet.name, values)


def test_style_sheets_define_every_class_of_the_templates() -> None:
    """Find parts and variants of blocks (`row__title`, `chip--quiet`) that no sheet defines."""
    sheets = "".join(sheet.read_text() for sheet in SHEETS.glob("*.css"))
    known = set(re.findall(r"\.([a-z][a-z0-9_-]*)", sheets))
    used: dict[str, str] = {}
    for template in (ROOT / "templates").glob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}", " ", template.read_text())
        for value in re.findall(r'class="([^"]*)"', text):
            used |= dict.fromkeys(re.findall(r"\S+(?:__|--)\S+", value), template.name)
    assert {name: template for name, template in used.items() if name not in known} == {}
