"""The layout of kcna.kp, the agency's own site: articles that end with the address of the site.

The sign-off `www.kcna.kp (2026.01.23.)` proves the site, even if it is cut. Otherwise the page is
like other articles of the agency (`agency_text`).
"""

from collections.abc import Sequence

from ingest.layouts import agency_marks
from ingest.layouts.agency_text import read_articles
from ingest.layouts.article_draft import Draft
from ingest.layouts.page_text import PageText
from ingest.layouts.site_pages import is_proved
from ingest.rules import imply
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "kcna_kp"
_NAME_OF_SITE = "KCNA.kp"
_SITE = "www.kcna.kp"
_SOURCES = {
    "en": "KCNA.kp (En)",
    "ko": "KCNA.kp (Kr)",
    "zh": "KCNA.kp (Cn)",
    "ja": "KCNA.kp (Jp)",
    "ru": "KCNA.kp (Ru)",
}


def matches(page: PageText) -> bool:
    """Return True if the last line of the page has the address of the site in a sign-off.

    A page that proves another site has copied the article with its sign-off.
    """
    return len(page.lines) > 1 and _has_address(page.lines) and not is_proved(page)


def _has_address(lines: Sequence[TextLine]) -> bool:
    last = lines[-1].text
    if agency_marks.CUT_SIGN_OFF.fullmatch(last) and _SITE in last.casefold():
        return True
    sign_off = agency_marks.SIGN_OFF.fullmatch(last) or agency_marks.END_MARK.search(last)
    return bool(sign_off and sign_off["site"])


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the page.

    The language of the text decides the edition, because each edition is in one language. A page
    can contain several articles above one sign-off. Its date is then the date of all of them.
    """
    drafts = read_articles(page.text, page.lines)
    signed = [draft.witnesses["sign_off"] for draft, _ in drafts if "sign_off" in draft.witnesses]
    for draft, _ in drafts:
        if len(signed) == 1:
            draft.witnesses.setdefault("sign_off", signed[0])
        _read_source(draft)
    return ParsedFile(
        NAME, tuple(draft.finish(index, span) for index, (draft, span) in enumerate(drafts))
    )


def _read_source(draft: Draft) -> None:
    draft.read_language()
    language = draft.fields.get("language")
    edition = _SOURCES.get(language.value, _NAME_OF_SITE) if language else _NAME_OF_SITE
    draft.fields["source"] = imply("source-of-layout", edition)
