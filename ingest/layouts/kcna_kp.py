"""The layout of kcna.kp, the agency's own site: an article that ends with the address of the site.

The sign-off `www.kcna.kp (2026.01.23.)` proves the site. Otherwise the page is like other articles
of the agency (`agency_text`).
"""

from ingest.layouts import agency_marks
from ingest.layouts.agency_text import read_article
from ingest.layouts.page_text import PageText
from ingest.rules import imply
from ingest.values import ParsedFile

NAME = "kcna_kp"
_SITE = "KCNA.kp"
_SOURCES = {
    "en": "KCNA.kp (En)",
    "ko": "KCNA.kp (Kr)",
    "zh": "KCNA.kp (Cn)",
    "ja": "KCNA.kp (Jp)",
    "ru": "KCNA.kp (Ru)",
}


def matches(page: PageText) -> bool:
    """Return True if the last line of the page has the address of the site in a sign-off."""
    last = page.lines[-1].text
    sign_off = agency_marks.SIGN_OFF.fullmatch(last) or agency_marks.END_MARK.search(last)
    return len(page.lines) > 1 and bool(sign_off and sign_off["site"])


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page.

    The language of the text decides the edition, because each edition is in one language.
    """
    draft = read_article(page)
    draft.read_language()
    language = draft.fields.get("language")
    edition = _SOURCES.get(language.value, _SITE) if language else _SITE
    draft.fields["source"] = imply("source-of-layout", edition)
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))
