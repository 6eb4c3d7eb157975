"""What mail programs, chats, networks and readers write around a text that people send or keep.

    From: Miller, John                       [04/05/2022, 10:22] Miller: Mill Wheel Oiled
    Sent: Tuesday, May 19, 2020 9:13 AM
    To: Baker, Jane                          Mill Friends
    Subject: FW: Mills                       May 17, 2021 · 🌐

The names in such a head are no headline. The day of sending is a day of saving. The day on which
something was posted stays, in a line of its own.
"""

import re
from collections.abc import Iterable, Sequence

from ingest.dates import possible_dates
from ingest.layouts.agency_marks import find_dateline, has_end, match_dateline
from ingest.layouts.furniture import is_in_wrapped
from ingest.layouts.page_text import PageText
from ingest.surroundings.told_lines import can_be_text
from ingest.text_lines import TextLine, ends_sentence, normalise_title
from ingest.values import Fact

_TOP = 12  # such heads are searched in this number of lines at the top
_LONGEST = 200  # letters of a line of a head
_LEAST_HEADERS = 3
_LONGEST_HEAD = 2  # lines above the head of a mail: a remark of the person who sent it
_WORDS_OF_HEADLINE = 3  # a line with fewer words is the name of a program or of a person
_KEY = (
    r"(?:from|sent|to|cc|bcc|subject|date|reply-to|von|gesendet|an|betreff|datum|de|enviado|para"
    r"|asunto|fecha|envoyé|à|objet|от|отправлено|кому|тема|дата|보낸 ?사람|보낸 ?날짜|받는 ?사람"
    r"|제목|날짜|发件人|发送时间|收件人|主题|日期|差出人|送信日時|宛先|件名|日時)"
)
_HEADER = re.compile(
    rf"\W{{0,3}}(?P<key>{_KEY})\W{{0,2}}\s?[:：]\W{{0,3}}(?P<value>.*)", re.IGNORECASE
)
_SENDERS = frozenset(("from", "von", "de", "от", "发件人", "差出人", "보낸사람"))
_SENT = frozenset(
    (
        *("sent", "date", "gesendet", "datum", "enviado", "fecha", "envoyé", "отправлено", "дата"),
        *("보낸날짜", "날짜", "发送时间", "日期"),
    )
)
_SUBJECTS = frozenset(("subject", "betreff", "asunto", "objet", "тема", "제목", "主题", "件名"))
_OF_MAIL = re.compile(r"@|\d{1,2}:\d{2}")
_FORWARDED = re.compile(r"message|forwarded|mail\b|@|\d{1,2}:\d{2}|전달|转发", re.IGNORECASE)
_ANSWER = re.compile(r"(?:(?:fwd?|re|aw|wg|tr|rv)\s?:\s?|\[[^\]]{1,40}\]\s?){1,6}", re.IGNORECASE)
_TIME = re.compile(r",?\s(?:at |um |a las |à )?\d{1,2}:\d{2}.{0,20}$")
_COUNT_OF_MESSAGES = re.compile(r"\d{1,3} messages?|\d{1,3}개의 메일|\d{1,3} 封邮件", re.IGNORECASE)
_TO = re.compile(r"(?:to|cc|reply-to)[:：] .{1,150}", re.IGNORECASE)
_QUOTED = re.compile(r"(?:>\s?)+")
_MOST_UNQUOTED = 0.2  # of the lines
_MOMENT = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
# A message of a chat with its text in the same line: "[04/05/2022, 10:22:33] Kim: Mill Oiled".
_MESSAGE = re.compile(
    rf"\u200e?(?:\[{_MOMENT}\]|{_MOMENT} [-–])\s?[^:：\[\]]{{1,40}}[:：]\s(?P<text>\S.*)",
    re.IGNORECASE,
)
_LONGEST_REMARK = 60  # letters of a message in a chat that is no text
_SENTENCE_END = re.compile(r"[.!?。！？](?=[\s\"'”’)\]]|$)|[。！？]")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
# Below the name of somebody in a network: a day or an age, and a sign for who can see it.
_POSTED = re.compile(
    r"(?P<date>.{1,40}?)\s?[·•・]\s?"
    r"(?P<sign>[^\w\s]{1,4}|(?:shared with )?(?:public|friends|everyone))",
    re.IGNORECASE,
)
_DASHES = "-–—―"  # a dash is no sign for who can see a text, so a headline is above the day
_AGE = re.compile(
    r"(?:\d{1,3}\s?(?:y|yrs?|years?|mo|months?|w|weeks?|d|days?|h|hrs?|hours?|m|mins?)|yesterday"
    r"|just now|\w{3,9} \d{1,2}(?:,? \d{4})?(?: at \d{1,2}:\d{2}.{0,4})?)",
    re.IGNORECASE,
)
# A name and a day below a headline: "등대지기 ・ 2019. 5. 18. 10:11", "来源：朝中社 2023-05-04".
_NAME_AND_DATE = re.compile(
    r"(?:[^|・·•]{1,30}\s?[・·•]\s?|(?:来源|來源|出典|출처|source)\s?[:：]\s?\S{1,20}\s{1,4})"
    r"(?P<date>\d.{5,30})",
    re.IGNORECASE,
)
_DATE_AND_NAME = re.compile(r"(?P<date>\d[^|・·•]{5,30}?)\s?[|・·•]\s?[^\d|・·•]{1,30}")
_HOST = re.compile(r"(?:www\.)?(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,6}", re.IGNORECASE)
_READING_TIME = re.compile(
    r"\d{1,3}(?:\s?[-–]\s?\d{1,3})?\s(?:min(?:ute)?s?|minuten|minutos)(?: read| reading time)?",
    re.IGNORECASE,
)
_PRESS_RELEASE = re.compile(
    r"(?:press ?release|press statement|press bulletin|bulletin|보도자료|新闻稿|прес+-релиз"
    r"|comunicado de prensa|nota de prensa|communiqué de presse|pressemitteilung)"
    r"(?: (?:no\.?|nr\.?|n[°º]|№|제|第)?\s?\d[\d/.-]{0,12}.{0,20})?",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:sent|get outlook) (?:from|for|with) (?:my (?-i:(?:[A-Z][\w-]{1,12} ?){1,4})"
    r"|(?:the |a |an |my )?(?:(?:all )?new )?(?:outlook|mail|yahoo|samsung|ios|android|iphone|ipad"
    r"|galaxy|blackberry|huawei|aol|gmail|proton ?mail|mobile|smartphone|phone)\b.{0,40})\.?"
    r"|(?:von meinem|envoyé de mon|enviado desde mi) .{1,30}|나의 iPhone에서 보냄.{0,10}"
    r"|发自我的.{1,20}",
    re.IGNORECASE,
)


def without_message_lines(page: PageText) -> PageText:
    """Return the page without what mail programs, chats, networks and readers write around it."""
    facts: list[Fact] = []
    lines = _unquoted(page.lines)
    lines = _below_mail_head(lines, facts)
    lines = _only_message(lines, facts)
    lines = _below_reader_head(_below_channel(lines), facts)
    lines = _below_name_of_sender(lines, facts)
    lines = _with_days_alone(lines)
    end = len(lines)
    while end > 1 and _is_sent_from(lines, end - 1):
        end -= 1
    lines = lines[:end]
    return page if lines == list(page.lines) else page.with_lines(lines, facts)


def _is_sent_from(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the last line names the program of a mail, and is no part of a sentence."""
    line = lines[index]
    return (
        _SENT_FROM.fullmatch(line.text) is not None
        and not has_end(line)
        and not is_in_wrapped(lines, index)
    )


def _unquoted(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines without ">" at their beginning, if nearly all of them are quoted."""
    quoted = sum(line.text[0] == ">" for line in lines)
    if quoted < 2 or len(lines) - quoted > _MOST_UNQUOTED * len(lines):
        return list(lines)
    kept: list[TextLine] = []
    is_after_blank = True
    for line in lines:
        match = _QUOTED.match(line.text)
        part = line.part(match.end() if match else 0)
        if part:
            kept.append(part._replace(is_after_blank=is_after_blank or part.is_after_blank))
        is_after_blank = part is None
    return kept


def _below_mail_head(lines: list[TextLine], facts: list[Fact]) -> list[TextLine]:
    """Return the lines below the head of a mail; add the day of sending to `facts`.

    The head has a line "From:" and at least two others, or, in a mail that was printed, the number
    of messages and a line "To:". Lines that can be a headline are told in `facts`.
    """
    top = lines[:_TOP]
    start = next((i for i, line in enumerate(top) if _key(line) in _SENDERS), None)
    end = start or 0
    while end < len(lines) and (_key(lines[end]) or _is_wrapped(lines, end)):
        end += 1
    if start is not None and end < len(lines) and _is_mail_head(lines, start, end):
        for line in lines[start:end]:
            facts += _day_of_sending(line)
        subject = _subject(lines[start:end])
        if match_dateline(lines[end]) or _SENTENCE_END.search(lines[end].text):
            facts += _told(_not_repeated(lines[:start], lines[end:]))
            return [*subject, *lines[end:]]
        facts += _told(_not_repeated([*lines[:start], *subject], lines[end:]))
        return lines[end:]
    count = next((i for i, line in enumerate(top) if _COUNT_OF_MESSAGES.fullmatch(line.text)), None)
    if count is not None:
        ends = [i for i in range(count + 1, len(top)) if _TO.fullmatch(top[i].text)]
        if ends and ends[0] <= count + _LEAST_HEADERS and ends[-1] + 1 < len(lines):
            facts += _told(_not_repeated(lines[:count], lines[ends[-1] + 1 :]))
            return lines[ends[-1] + 1 :]
    return lines


def _is_mail_head(lines: Sequence[TextLine], start: int, end: int) -> bool:
    """Return True if these lines are the head of a mail, and not of a letter in an article.

    A mail has a subject, an address or the time of sending. No text is above its head, except a
    remark if it has both.
    """
    head = lines[start:end]
    has_subject = any(_key(line) in _SUBJECTS for line in head)
    has_mark = _OF_MAIL.search(" ".join(line.text for line in head)) is not None
    above = lines[:start]
    has_text = any(_SENTENCE_END.search(line.text) for line in above)
    if any(map(find_dateline, above)) or sum(bool(_key(line)) for line in head) < _LEAST_HEADERS:
        return False
    if has_text:
        return has_subject and has_mark and start <= _LONGEST_HEAD
    return has_subject or has_mark


def _not_repeated(lines: Iterable[TextLine], below: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines above a text that can be its headline and are not repeated in its head."""
    known = {normalise_title(line.text) for line in below[:_TOP]}
    return [
        line
        for line in lines
        if len(line.text.split()) >= _WORDS_OF_HEADLINE
        and any(map(str.isalpha, line.text))
        and not _FORWARDED.search(line.text)
        and normalise_title(line.text) not in known
    ]


def _key(line: TextLine) -> str:
    """Return the name of a header of a mail in lower case, without spaces; "" for another line."""
    match = _HEADER.fullmatch(line.text) if len(line.text) <= _LONGEST else None
    return match["key"].casefold().replace(" ", "") if match else ""


def _subject(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the subject of a mail as the headline of a text that has none."""
    for line in lines:
        match = _HEADER.fullmatch(line.text) if _key(line) in _SUBJECTS else None
        if match:
            answer = _ANSWER.match(match["value"])
            part = line.part(match.start("value") + (answer.end() if answer else 0))
            return [part] if part else []
    return []


def _is_wrapped(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line between two headers belongs to the one above it."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    return not lines[index].is_after_blank and following is not None and bool(_key(following))


def _day_of_sending(line: TextLine) -> list[Fact]:
    match = _HEADER.fullmatch(line.text)
    if not match or _key(line) not in _SENT:
        return []
    day = _TIME.sub("", match["value"]).strip()
    start, _ = line.span_of(match, "value")
    return [Fact("saved", (start, start + len(day)))] if possible_dates(day) else []


def _only_message(lines: list[TextLine], facts: list[Fact]) -> list[TextLine]:
    """Return the lines of the only article in a chat, without names and without other messages.

    Messages with many words are told (`facts`). If another message can be a text, all messages
    stay, without the names of those who sent them.
    """
    starts = [i for i, line in enumerate(lines) if _MESSAGE.fullmatch(line.text)]
    if not starts or starts[0] > 1:
        return lines
    parts = [lines[i:end] for i, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    articles = [part for part in parts if any(map(find_dateline, part)) or any(map(has_end, part))]
    others = [part for part in parts if part not in articles]
    if not articles:
        return lines
    if len(articles) > 1 or any(map(_is_text, others)):
        return [line for part in parts for line in _without_name(part)]
    facts += _told(line for part in others for line in part if len(line.text) > _LONGEST_REMARK)
    return _without_name(articles[0])


def _without_name(part: list[TextLine]) -> list[TextLine]:
    """Return the lines of a message, which begin below a blank line."""
    match = _MESSAGE.fullmatch(part[0].text)
    first = part[0].part(match.start("text") if match else 0)
    return [*([first._replace(is_after_blank=True)] if first else []), *part[1:]]


def _is_text(lines: Sequence[TextLine]) -> bool:
    """Return True if a message of a chat can be an article: it has sentences, and many letters."""
    sentences = sum(len(_SENTENCE_END.findall(line.text)) for line in lines)
    return sentences > 1 and sum(map(len, map(_message, lines))) > _LONGEST_REMARK


def _message(line: TextLine) -> str:
    match = _MESSAGE.fullmatch(line.text)
    return match["text"] if match else line.text


def _told(lines: Iterable[TextLine]) -> list[Fact]:
    return [Fact("left-out", line.span) for line in lines]


def _below_channel(lines: list[TextLine]) -> list[TextLine]:
    """Return the lines below the name of a channel, which a chat repeats around the hour."""
    for index in range(1, min(3, len(lines) - 2)):
        if _CLOCK.fullmatch(lines[index].text) and lines[index - 1].text == lines[index + 1].text:
            return lines[index + 2 :]
    return lines


def _below_reader_head(lines: list[TextLine], facts: list[Fact]) -> list[TextLine]:
    """Return the lines below the head of a reader: the site, the headline, the time of reading.

    The headline stays if it is not repeated below. The site is added to `facts`.
    """
    top = lines[:5]
    index = next((i for i, line in enumerate(top) if _READING_TIME.fullmatch(line.text)), None)
    if index is None or not index:
        return lines
    hosts = [line for line in top[:index] if _HOST.fullmatch(line.text)]
    facts += [Fact("saved_from", line.span) for line in hosts[:1]]
    head = [line for line in top[:index] if line not in hosts]
    below = lines[index + 1 :]
    repeated = {normalise_title(line.text) for line in below[:6]}
    return [line for line in head if normalise_title(line.text) not in repeated] + below


def _below_name_of_sender(lines: list[TextLine], facts: list[Fact]) -> list[TextLine]:
    """Return the lines below the name in a network, or below the head of a press release.

    The day of posting stays, without the sign beside it. Lines that can be text are told (`facts`).
    """
    match = _POSTED.fullmatch(lines[1].text) if len(lines) > 3 else None
    if (
        match
        and lines[2].is_after_blank
        and (_AGE.fullmatch(match["date"]) or possible_dates(match["date"]))
    ):
        day = lines[1].part(*match.span("date"))
        is_date = bool(day and possible_dates(day.text))
        is_headline = is_date and not match["sign"].strip(_DASHES)
        return [*lines[: int(is_headline)], *([day] if day and is_date else []), *lines[2:]]
    for index in range(min(3, len(lines) - 2)):
        below = lines[index + 1 : index + 6]
        is_alone = below[0].is_after_blank and any(map(match_dateline, below[1:]))
        if (
            is_alone
            and _PRESS_RELEASE.fullmatch(lines[index].text)
            and not match_dateline(below[0])
        ):
            facts += _told(line for line in lines[:index] if can_be_text(line))
            return lines[index + 1 :]
    return lines


def _with_days_alone(lines: list[TextLine]) -> list[TextLine]:
    """Return the lines; a day with a name beside it, below the headline, becomes only the day."""
    result = list(lines)
    for index in range(1, min(4, len(lines))):
        line = lines[index]
        if find_dateline(line) or ends_sentence(line.text) or len(line.text) > 60:
            break
        for form in (_NAME_AND_DATE, _DATE_AND_NAME):
            match = form.fullmatch(line.text)
            day = _TIME.sub("", match["date"]).strip() if match else ""
            if match and possible_dates(day):
                part = line.part(match.start("date"), match.start("date") + len(day))
                result[index] = part or line
                break
    return result
