"""Finds the rubric above a headline: the kind of an article, such as "사설" (leading article).

사설                                 rubric
자체의 힘으로 전진하자               headline
－ 새해의 진군길로 －                subtitle
"""

import re
from collections.abc import Sequence

from ingest.layouts.article_draft import Draft
from ingest.layouts.head_lines import count_title_lines
from ingest.text_lines import TextLine

# Words that can come before the kind: "우리의 사설", "국제정세해설", "위인전설".
_BEFORE = (
    "우리의|본사|본보|편집국|오늘의|기념|혁명|항일|위인|인민|력사|국제|정세|시사|군사|경제|문화|문예|체육"
    "|과학|기술|도덕|생활|건강|의학|현지|특파|특별|단편|중편|장편|실화|토막|련재|짧은|독자|인물|서정|서사|풍자"
)
_VERSE = "가사|가요|노래|시|축시|헌시|장시|련시|시초|서정시|서사시|풍자시|동시|동요"
_KINDS = (
    rf"{_VERSE}|사설|론설|논설|론평|논평|정론|단론|단평|촌평|시평|관평|만평|평론|시론|해설|론해설|론단|론문"
    "|단상|수필|만필|수기|일화|전설|우화|동화|소설|실화|실기|기행|기행문|방문기|취재기|참관기|체험기|회상기"
    "|회상실기|덕성실기|회고록|기사|특집|련재|련재기사|상식|반향|투고|기고|담화실|좌담회|유모아|만화"
)
# These words are a rubric only with another one before them, because alone they are headlines.
_KINDS_OF = "보도|소식|통신|편지|소개|대담|이야기"
_KOREAN = rf"(?:(?:{_BEFORE}) ?){{0,3}}(?:{_KINDS}|(?<=[가-힣 ])(?:{_KINDS_OF}))"
_OTHERS = (
    "editorial|leading article|political essay|社论|社論|评论|論評|论说|論説|政论|政論|随笔|随筆"
)
_MARKS = r"[《〈<「\[(（【》〉>」\])）】◇◆○●□■▽△▷▶※*☆★:：]{0,2}"
RUBRIC = re.compile(rf"{_MARKS} ?(?:{_KOREAN}|{_OTHERS}) ?{_MARKS}", re.IGNORECASE)
VERSE = re.compile(rf"{_MARKS} ?(?:(?:{_BEFORE}) ?)?(?:{_VERSE}) ?{_MARKS}")
_SUBTITLE = re.compile(r"[-－–—―~〜(（]")


def without_rubric(draft: Draft, lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Return the lines from the headline on; a rubric above it becomes the section or topic.

    The rubric is the topic if the page has a section, too. If no headline is below the first line,
    but a subtitle between dashes or a sentence, the first line is the headline and not a rubric.
    """
    if len(lines) < 2 or not RUBRIC.fullmatch(lines[0].text):
        return lines
    if _SUBTITLE.match(lines[1].text) or not count_title_lines(lines[1:]):
        return lines
    draft.read("topic" if "section" in draft.fields else "section", "words", lines[0].span)
    return lines[1:]
