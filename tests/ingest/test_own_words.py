"""Tests of the words by which two texts differ that are otherwise equal."""

import pytest

from ingest.same_article import ComparedText, Link, Verdict, judge, letters_of
from tests.saved_files import sentences

BEFORE, AFTER = sentences(3, 25), sentences(4, 25)
LONG = f"{BEFORE} {AFTER}"
KOREAN = "마을사람들은 강가에 모여 새 방앗간의 물레바퀴가 도는것을 보며 기뻐하였다. " * 20
ARABIC = "اجتمع سكان القرية عند النهر ونظروا إلى عجلة الطاحونة الجديدة وهي تدور. " * 20
CHINESE = "村民们聚集在河边，看着新磨坊的水轮转动，大家都非常高兴。" * 20


def is_same(one: str, other: str) -> bool:
    pair = (ComparedText(text, letters_of(text)) for text in (one, other))
    return judge(*pair, link=Link.UNKNOWN, is_same_name=True)[0] is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[
            (f"{BEFORE} {one} {AFTER}", f"{BEFORE} {other} {AFTER}")
            for one, other in [
                ("The President of Niger came.", "The President of Nigeria came."),
                ("The envoy of Mali left.", "The envoy of Somalia left."),
                ("The envoy of Iran left.", "The envoy of Iraq left."),
                ("The envoy of Austria left.", "The envoy of Australia left."),
                ("The envoy of Gambia left.", "The envoy of Zambia left."),
                ("The mayor of Sunchon came.", "The mayor of Sinchon came."),
                ("Miller was elected head.", "Bakerton was elected head."),
                ("Mr. Miller left.", "Mr. Bakerton left."),
                ("A million lamps were lit.", "A billion lamps were lit."),
                ("They came on Tuesday.", "They came on Thursday."),
            ]
        ],
        # A name in the text that is also in the signature
        (
            f"President Miller of Milland sent this. {LONG}\n\nJohn Miller\nPresident of Milland",
            f"President Baker of Bakeland sent this. {LONG}\n\nJane Baker\nPresident of Bakeland",
        ),
        (f"{LONG}\n\nJohn Miller\nOf Milland", f"{LONG}\n\nJane Bakerton\nOf Bakeland"),
        (f"{LONG}\n\nJohn Miller", f"{LONG}\n\nJane Bakerton wrote this."),
        # The last number of a text
        (f"{LONG} In all, the sum is 41", f"{LONG} In all, the sum is 57 points"),
        (f"{LONG}\n\nThe sum is 41", f"{LONG}\n\nThe sum is 57 points."),
        # Names in scripts without capitals
        (f"{KOREAN}대통령 박영희가 축전을 보냈다.", f"{KOREAN}대통령 김철수가 축전을 보냈다. 끝."),
        (f"{KOREAN}대통령 박영희가 왔다.", f"{KOREAN}대통령 박영수가 왔다. 끝."),
        (f"{ARABIC}وصل سفير مالي.", f"{ARABIC}وصل سفير الصومال."),
        (f"{ARABIC}وصل سفير قطر.", f"{ARABIC}وصل سفير كوبا."),
        (f"{CHINESE}总统张三致电。", f"{CHINESE}总统李四光致电。"),
        (f"{CHINESE}訪問団がパリに到着した。", f"{CHINESE}訪問団がベルリンに到着した。"),
    ],
)
def test_texts_that_differ_in_a_name_or_number_are_two_articles(one: str, other: str) -> None:
    assert not is_same(one, other)
    assert not is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[
            (f"{BEFORE} {one} {AFTER}", f"{BEFORE} {other} {AFTER}")
            for one, other in [
                ("The President of Niger came.", "The President ofNiger came here."),
                ("ThePresident of Niger came.", "The President of Niger came here."),
                ("The labour of the centre.", "The labor of the center, too."),
                ("These lamps were lit.", "Those lamps were lit, too."),
                ("The programme was organised.", "The program was organized, they said."),
                ("The miller said so.", "The boatman said so there."),
            ]
        ],
        (LONG[: len(LONG) - 3], LONG),
        (f"{LONG} In all, the sum is 12", f"{LONG} In all, the sum is 12,345 points."),
        (f"{LONG} The envoy of Niger", f"{LONG} The envoy of Nigerland came."),
        (f"{AFTER * 2}\n\nVillage Press 17", f"{BEFORE} {AFTER * 2}"),
        (f"{AFTER * 2}\n\nRead more of this", f"{AFTER * 2} {BEFORE}"),
        (f"{KOREAN}대통령박영희가 왔다.", f"{KOREAN}대통령 박영희가 왔다. 끝."),
        (KOREAN[: len(KOREAN) * 9 // 10], KOREAN),
        (ARABIC[: len(ARABIC) * 9 // 10], ARABIC),
        (CHINESE[: len(CHINESE) * 9 // 10], CHINESE),
        (f"{CHINESE}总统张三 致电。", f"{CHINESE}总统张三致电。完"),
    ],
)
def test_a_copy_with_other_spaces_or_spellings_or_without_its_end_is_the_same(
    one: str, other: str
) -> None:
    assert is_same(one, other)
    assert is_same(other, one)
