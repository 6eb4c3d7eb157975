"""The lines between headline and text of a KCNA Watch page: the `Date:` line, and advertising.

The `Date:` line can be wrapped, or its beginning or end can be cut off. Below it, the site shows
advertising for the publications of its owner, in a line of its own or in the line above the text:

    Date: 14/09/2025 | Source: KCNA.kp (En) | Read original version at source
    NK News is hiring
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.layouts.agency_marks import match_dateline
from ingest.text_lines import TextLine, ends_sentence

_DAY = r"(?:D?a?t?e?:\s{0,9})?(?P<date>\d{1,2}/\d{1,2}/\d{4})\s{0,9}"
_READ = r"Read\s{1,9}original\s{1,9}version\s{1,9}at\s{1,9}source"
_ORIGINAL = (
    r"(?:<a\s[^<>]{0,300}?href=[\"']?(?P<link>[^\s\"'<>]{1,2000})[^<>]{0,300}>)?"
    rf"(?:{_READ}|Read(?:\s{{1,9}}orig?i?n?a?l?(?:\s{{1,9}}version(?:\s{{1,9}}at)?)?)?)"
    # The address: in a tag that was left in a text file, or in brackets, as ingest.html writes it.
    r"(?:</a>)?\s{0,3}(?:<(?P<url>[^>\s]{1,2000})>)?"
)
_SOURCE = r"\|\s{0,9}Source:\s{0,9}(?P<source>[^|]{0,300}?)\s{0,9}"
DATE_LINE = re.compile(rf"{_DAY}{_SOURCE}(?:\|\s{{0,9}}(?:{_ORIGINAL})?)?")
_WHOLE = re.compile(rf"{_DAY}{_SOURCE}\|\s{{0,9}}{_ORIGINAL}")
CUT_DATE_LINE = re.compile(
    r"Date:\s{0,9}(?P<date>\d{1,2}/\d{1,2}/\d{4})\s{0,9}(?:\|\s{0,9}S?o?u?r?c?e?:?)?"
)
_BEGINNING = re.compile(_DAY + r"(?:\||$)|Date:$")
_MOST_WRAPPED = 6  # the largest number of lines in which a `Date:` line continues
_LONGEST_SOURCE = 60  # letters of the name of a source in a wrapped line

_SITE_AT_END = re.compile(r"\s{1,9}[|·–—-]\s{1,9}KCNA Watch\s{0,9}$")
_LABEL_OF_READER = re.compile(r"Title:\s{1,9}(?=\S)")
_LINE_OF_READER = re.compile(
    r"(?:(?:URL Source|Source URL|URL|Link):\s{0,9})?https?://(?:www\.)?kcnawatch\.(?:org|co)/\S*"
    r"|(?:URL Source|Published Time|Published):\s.{4,300}|Markdown Content:|KCNA Watch",
)
_MOST_LINES = 4  # advertising is searched in this number of lines below the `Date:` line
_LONGEST = 160  # letters of an advertising line
_FEW_WORDS = 12  # a line with the name of a publication, and not more words, is advertising
_BRAND = re.compile(
    r"\bNK ?News\b|\bNK ?Pro\b|\bKorea ?Pro\b|\bKorea Risk\b|\bKCNA Watch\b|\bNK ?Shop\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:Advertisements?|Sponsored(?: content)?|Promoted)\b.{0,20}"
    r"|(?:We(?:['’]re| are) (?:now )?|Now )?hiring\b.{0,80}"
    r"|(?:Apply|Buy|Donate|Download|Enrol|Enroll|Join|Order|Register|Shop|Sign up|Subscribe)"
    r"(?: it| yours| us)?(?: here| now| today)!?"
    r"|(?:Click here|Find out more|Learn more|Read more|See more)(?: here)?[!.…>» ]{0,3}",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:Be|Become|Book|Buy|Check out|Click|Discover|Don['’]t miss|Donate|Download|Explore|Find"
    r"|Follow|Get|Join|Learn|Listen|Looking|Need|Never miss|Order|Read|Register|Save|Shop|Sign"
    r"|Start|Stay|Subscribe|Support|Take|Try|Unlock|Upgrade|Visit|Want|Watch)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"newsletter|podcast|free trial|subscri|\bmembers?(?:hip)?\b|\bapp\b|inbox|discount|% off"
    r"|\b(?:on|via) (?:Twitter|X|Facebook|Telegram|YouTube|LinkedIn)\b|webinar|\bjobs?\b"
    r"|special offer|\bfree (?:months?|weeks?|access|account|e-?book|report|sample)\b"
    r"|\bcalendars?\b|\b(?:now|today)$|\bour (?:services|products|sponsors)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?:NK News is hiring|Be smart about (?:South|North) Korea: Join (?:Korea|NK) Pro)[!.]?\s{0,9}"
    r"(?=[A-Z가-힣一-鿿])"
)


def with_whole_date_line(text: str, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a page with the `Date:` line in one line, if it was wrapped.

    The spans are positions in `text`, the saved text.
    """
    for index, line in enumerate(lines):
        if not _BEGINNING.match(line.text):
            continue
        for end in range(min(index + _MOST_WRAPPED + 1, len(lines)), index + 1, -1):
            joined = text[line.start : lines[end - 1].end].replace("\n", " ")
            if _is_wrapped_date_line(line.text, joined):
                return [
                    *lines[:index],
                    line._replace(text=joined, end=lines[end - 1].end),
                    *lines[end:],
                ]
        return list(lines)
    return list(lines)


@lru_cache(maxsize=16)  # The layout is recognised twice, before and after menus are left out.
def _is_wrapped_date_line(first: str, joined: str) -> bool:
    """Return True if lines that were joined are a `Date:` line; `first` is the first of them.

    If they do not have the link to the original, the first line has no source.
    """
    match = DATE_LINE.fullmatch(joined)
    if not match:
        return False
    is_needed = not DATE_LINE.fullmatch(first) and len(match["source"]) <= _LONGEST_SOURCE
    return is_needed or _WHOLE.fullmatch(joined) is not None


def site_at_end(title: str) -> str:
    """Return the name of the site at the end of the title of a page (" | KCNA Watch"), or ""."""
    match = _SITE_AT_END.search(title) if title.rstrip().endswith("KCNA Watch") else None
    return match.group() if match else ""


def with_whole_names(text: str, lines: Sequence[TextLine], source: str) -> list[TextLine]:
    """Return the lines of a page with the name of its source in one line, if it was wrapped.

    The name is in the breadcrumb and in the heading "More From …". `text` is the saved text.
    """
    wanted = {" ".join(f"{label} {source}".split()) for label in ("KCNA", "More From")}
    result: list[TextLine] = []
    for line in lines:
        above = result[-1] if result else None
        if above and above.text.startswith(("KCNA", "More From")):
            joined = re.sub(r"[\r\n]", " ", text[above.start : line.end])
            if " ".join(joined.split()) in wanted:
                result[-1] = above._replace(text=joined, end=line.end)
                continue
        result.append(line)
    return result


def without_head_of_reader(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a headline without what programs that save pages write around it.

    They write the address, the moment of publishing, and the name of the site behind the headline.
    """
    kept: list[TextLine] = []
    is_after_blank = False
    has_labels = any(_LINE_OF_READER.fullmatch(line.text) for line in lines)
    for line in lines:
        label = _LABEL_OF_READER.match(line.text) if has_labels else None
        is_head = bool(_LINE_OF_READER.fullmatch(line.text))
        part = line.part(label.end() if label else 0, len(line.text) - len(site_at_end(line.text)))
        if part and not is_head:
            kept.append(part._replace(is_after_blank=part.is_after_blank or is_after_blank))
        is_after_blank = is_head
    return kept


def without_advertising(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines below the `Date:` line without advertising at their top."""
    kept = [line for line in lines[:_MOST_LINES] if not _is_advertising(line)]
    rest = [*kept, *lines[_MOST_LINES:]]
    glued = _GLUED.match(rest[0].text) if rest else None
    if glued:
        rest[:1] = [part for part in [rest[0].part(glued.end())] if part]
    return rest


def _is_advertising(line: TextLine) -> bool:
    """Return True if a line promotes a publication, and cannot be a sentence of the article."""
    text = line.text
    if len(text) > _LONGEST or match_dateline(line):
        return False
    if _ALONE.fullmatch(text):
        return True
    is_request = bool(_REQUEST.match(text))
    if _BRAND.search(text):
        is_statement = ends_sentence(text) and text.endswith(".") and not is_request
        return not is_statement and (is_request or len(text.split()) <= _FEW_WORDS)
    return is_request and bool(_OFFER.search(text)) and not text.endswith(".")
