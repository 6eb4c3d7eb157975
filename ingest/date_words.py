"""What people and programs write around a date: "Posted on May 6, 2024", "Timestamp('2024-05-06')".

Years of the calendars of Japan and Taiwan are read here, too: 令和6年 and 民國113年 are 2024.
"""

import re

_LONGEST = 200  # letters; a longer text is not looked at
_CALL = re.compile(
    r"(?:[\w.]{0,20}\b|new )?(?:Timestamp|ISODate|datetime64|Date|date)"
    r"\s*\(\s*['\"](?P<inner>[^'\"]+)['\"].*\)"
    r"|/?(?:new )?Date\((?P<moment>\d{12,13})(?:[+-]\d{4})?\)/?"
    r"|(?P<number>(?:19|20)\d\d(?:[01]\d[0-3]\d)?)\.0+"
)
_PARTS = re.compile(
    r"(?:datetime\.)?(?:date|datetime)\((?P<y>\d{4}), ?(?P<m>\d{1,2}), ?(?P<d>\d{1,2})(?:,.*)?\)"
)
_LABEL = re.compile(
    r"^(?:date(?: of publication| published)?|dated|(?:first |originally )?published|posted"
    r"|released|issued|publication date|datum|erscheinungsdatum|veröffentlicht|erschienen"
    r"|publiziert|fecha(?: de publicación)?|publicad[oa]|data|pubblicato"
    r"|date de publication|publiée?|paru"
    r"|дата(?: публикации)?|опубликован[оаы]?|날짜|일자"
    r"|(?:기사)?(?:입력|게재|발행|보도|등록|게시|작성)일?시?"
    r"|日期|时间|時間|(?:发布|發布|发表|發表|刊登)(?:时间|時間|日期|于|於)?|日付|日時|(?:発行|掲載|公開|配信)日?時?)"
    r"(?: on| at| the| el| le| il| am| em|\s?[:：])?\s*(?=[^\s:：])",
    re.IGNORECASE,
)
_CHANGED = (
    r"updated?|modified|edited|revised|changed|actualizad[oa]|modificad[oa]|mise? à jour|modifiée?"
    r"|aktualisiert|geändert|aggiornato|обновлен[оаы]?|изменен[оаы]?|수정|최종수정|更新|修改|最終更新"
)
_BEHIND = re.compile(
    rf"\s*[(（\[|｜·,;/–—-]*\s*(?:(?:last|date|zuletzt)[ :]*)?(?:{_CHANGED})(?![^\W\d_]).*"
    r"|\s*(?:发布|發布|發佈|刊登|掲載|発行|公開|配信|입력|게재|발행|보도)$",
    re.IGNORECASE,
)
# Moments in the spellings of programs: their groups are the parts of the date.
_OF_PROGRAMS = tuple(
    map(
        re.compile,
        (
            r"(\w{3,9} \d{1,2}, \d{4}) @ \d{1,2}:[\d:.]{2,12}",  # May 1, 2024 @ 09:00:00.000
            r"(\d{1,2})/(\w{3})/(\d{4}):\d\d:\d\d:\d\d(?: [+-]\d{4})?",  # 06/May/2024:09:00:00
            r"(\d{4}-\d{1,2}-\d{1,2}) \d{1,2}:\d{1,2}(?::\d{1,2})?",  # 2024-5-6 9:5
            # Java: 2024-05-06T09:00:00.000+09:00[Asia/Seoul]
            r"(\d{4}-\d\d-\d\dT[\d:.]{5,18}(?:Z|[+-]\d\d:?\d\d)?)\[[A-Za-z_/]{3,40}\]",
        ),
    )
)
_MARKS = "()[]{}（）［］【】<>\"'“”‘’,;|*_ "
# The year before the first year of each calendar.
_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
_ERA = re.compile(rf"(?:中華|中华)?(?P<era>{'|'.join(_BEFORE)}) ?(?P<year>元|\d{{1,3}}) ?年")


def without_words(text: str) -> str:
    """Return only the date of a text such as "Posted on May 6, 2024".

    The result is "" if the text has no words around a date.
    """
    if len(text) > _LONGEST:
        return ""
    text = " ".join(text.split())
    if match := _PARTS.fullmatch(text):
        return f"{match['y']}-{match['m'].zfill(2)}-{match['d'].zfill(2)}"
    if match := _CALL.fullmatch(text):
        return match["inner"] or match["moment"] or match["number"]
    for form in _OF_PROGRAMS:
        if match := form.fullmatch(text):
            return " ".join(filter(None, match.groups()))
    shorter = _BEHIND.sub("", _LABEL.sub("", text, count=1)).strip(_MARKS)
    return shorter if len(shorter) < len(text) else ""


def with_common_years(text: str) -> str:
    """Return a text with years of the common calendar: "令和6年5月6日" -> "2024年5月6日"."""
    return _ERA.sub(
        lambda match: (
            f"{_BEFORE[match['era']] + (1 if match['year'] == '元' else int(match['year']))}年"
        ),
        text,
    )
