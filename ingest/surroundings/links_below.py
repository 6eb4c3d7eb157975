"""Buttons and links to other articles below the text of a page that was copied as text.

    It turns quietly now.
    Share                               buttons
    Facebook
    Previous: Herons at the Pier        links to other articles
    Related articles
    Owls at the Mill

Marks of the agency and lines that show the site stay. Other links are told if they can be text.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.layouts.agency_marks import AGENCY_LINE, CREDIT, SIGN_OFF, has_end
from ingest.layouts.furniture import is_in_wrapped
from ingest.layouts.page_text import PageText
from ingest.menu_words import BUTTON, HEADING_IN_TEXT, OTHERS_BELOW
from ingest.surroundings.needed_lines import is_needed_beside
from ingest.text_lines import TextLine, count_small_words, ends_sentence
from ingest.values import Fact

_MOST = 16  # lines below a text
_MOST_WITH_SENTENCES = 40  # lines below a text, if the links have sentences
_LONGEST = 120  # letters of such a line
_MOST_OTHERS = 10  # links to other articles
_FEW_BUTTONS = 2  # single words are buttons if there are at least this number of them
# These are buttons also if there is only one.
_SURE = re.compile(
    r"(?:\[ ?(?:back|next|prev(?:ious)?|home|top|list|print) ?\][\s|]*)+"
    r"|[<«‹←]{0,2} ?(?:go )?back to (?:the )?(?:list|top|index|contents|home ?page)"
    r"|post a comment|no comments:?|reply(?: (?:all|to (?:all|author)))?"
    r"|(?:reply|reply all|reply to author|forward)"
    r"(?:[ |·]+(?:reply to author|reply all|reply|forward))+"
    r"|(?:prev(?:ious)?|next|older|newer)(?: (?:article|post|news|page))? ?[:：»>] ?\S.{0,100}"
    r"|(?:prev(?:ious)?|next|older|newer) (?:articles?|posts?|news|stor(?:y|ies)|pages?)"
    r"|(?:이전|다음) ?(?:글|기사)? ?[:：] ?\S.{0,100}|[上下][一]?[篇条条]\w? ?[:：] ?\S.{0,100}"
    r"|返回(?:目录|列表)?|打印本?页?"
    r"|(?:(?:facebook|twitter|kakao ?story|kakao ?talk|naver|telegram|weibo|whatsapp|line|x)"
    r"(?:[\s|·,]+|$)){2,8}",
    re.IGNORECASE,
)
# These are never a part of a sentence. Some boards have the headline of the next article beside it.
_BUTTONS_ONLY = re.compile(
    r"(?:(?:출력|추천|인쇄|공유|스크랩)하기[\s|]*){1,5}|목록(?:으로|보기)"
    r"|[<«◀▲]{0,2} ?(?:(?:이전|다음) ?(?:글|기사|소식) ?){1,2}[>»▶▼]{0,2}"
    r"|(?:이전|다음)글 .{1,100}|(?:(?:목록|답변|글쓰기|스크랩|신고|인쇄|메일보내기)[\s|]*){2,7}"
)
_ENDS = (*".!?。！？", "-0-")
_BUTTON = re.compile(rf"{BUTTON}|x|instagram|youtube", re.IGNORECASE)
_LINKS = (_BUTTONS_ONLY, _SURE, _BUTTON)


def without_links_below(page: PageText) -> PageText:
    """Return the page, which has one article, without buttons and links below its text."""
    lines = page.lines
    left_out, told = _left_out(lines)
    if not left_out:
        return page
    kept = [line for i, line in enumerate(lines) if i not in left_out]
    return page.with_lines(kept, [Fact("left-out", lines[index].span) for index in sorted(told)])


def _left_out(lines: Sequence[TextLine]) -> tuple[set[int], set[int]]:
    """Return the indexes of the lines that are left out, and of those that can be text."""
    end = len(lines)
    first = max(1, end - _MOST)
    found, told = _others(lines)
    words: list[int] = []
    for index in range((min(found) if found else end) - 1, first - 1, -1):
        line = lines[index]
        is_button = _BUTTONS_ONLY.fullmatch(line.text) and not line.text.endswith(_ENDS)
        if is_button or (_SURE.fullmatch(line.text) and not _is_sentence(lines, index)):
            found.add(index)
        elif _BUTTON.fullmatch(line.text) and not AGENCY_LINE.fullmatch(line.text):
            words.append(index)
        elif not _is_mark(line):
            ends_text = ends_sentence(line.text) or has_end(line)
            is_apart = bool(words) and (ends_text or lines[words[-1]].is_after_blank)
            if is_apart and (len(words) >= _FEW_BUTTONS or found):
                found |= set(words)
            break
    return found, told


def _others(lines: Sequence[TextLine]) -> tuple[set[int], set[int]]:
    """Return the indexes of headings of other articles and of the lines below them.

    Also return those of these lines that can be text. A heading such as "Other news" can be in a
    text, too: "Related articles" cannot, so each link below it can have a sentence of its article.
    """
    end = len(lines)
    for index in range(max(1, end - _MOST_WITH_SENTENCES), end):
        line = lines[index]
        if not OTHERS_BELOW.fullmatch(line.text):
            continue
        found = {i for i in range(index, end) if not _is_mark(lines[i])}
        if index >= end - _MOST and _is_list(lines[index + 1 :]):
            is_loose = HEADING_IN_TEXT.fullmatch(line.text) is not None
            has_words = is_loose and any(count_small_words(lines[i].text) for i in found)
            return found, (set(found) if has_words else set())
        is_word = line.text.isascii() and " " not in line.text
        if index in found and not is_word and not HEADING_IN_TEXT.fullmatch(line.text):
            below = sorted(found - {index})
            if _are_with_sentences([lines[i] for i in below]):
                return found, {i for i in below if _is_text(lines[i])}
    return set(), set()


def _are_with_sentences(lines: Sequence[TextLine]) -> bool:
    """Return True if lines can be links to other articles, each with one sentence below it."""
    texts = [_is_text(line) for line in lines]
    return bool(texts) and not texts[0] and not any(map(all, pairwise(texts)))


def _is_text(line: TextLine) -> bool:
    return len(line.text) > _LONGEST or ends_sentence(line.text) or has_end(line)


def _is_sentence(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line is a sentence, or a part of one: "Next: the miller spoke."."""
    near = range(max(index - 1, 0), min(index + 2, len(lines)))
    links = {i for i in near if any(it.fullmatch(lines[i].text) for it in _LINKS)}
    return lines[index].text.endswith(_ENDS) or is_in_wrapped(lines, index, links)


def _is_list(lines: Sequence[TextLine]) -> bool:
    """Return True if lines can be links to other articles: they are few, and none is a sentence."""
    others = [line for line in lines if not _is_mark(line)]
    return 0 < len(others) <= _MOST_OTHERS and not any(map(_is_text, others))


def _is_mark(line: TextLine) -> bool:
    """Return True if a layout needs a line below the text."""
    is_mark = any(form.fullmatch(line.text) for form in (SIGN_OFF, CREDIT, AGENCY_LINE))
    return is_mark or (len(line.text) <= _LONGEST and is_needed_beside(line))
