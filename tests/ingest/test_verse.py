"""Tests of poems: none of their lines ends a sentence, but they are not lists of headlines."""

import pytest

from ingest.errors import Rejection
from tests.ingest.test_text_kept import parsed

ISSUE = "2025.3.18. 《로동신문》 1면"
LINES = "바람세찬 밤바다에\n반짝이는 등대불아\n\n너를 보며 배사람들\n고향으로 돌아오네"
SITE = "Copyright© 2003 - 2015 《조선륙일오편집사》 All Rights Reserved"
LIST = "등대를 새로 건설\n양어장에서 새 성과\n물레방아를 수리\n빵집지붕을 수리"


@pytest.mark.parametrize(
    "page",
    [
        f"가사\n등대의 불빛\n\n{ISSUE}\n\n{LINES}",
        f"등대의 불빛\n\n{ISSUE}\n\n{LINES}\n\n홍금란",
        f"{ISSUE}\n\n[서정시]\n\n등대의 불빛\n\n{LINES}\n\n본사기자 홍금란",
        f"등대의 불빛\n\n{LINES}\n\n홍금란\n\n{SITE}",
    ],
)
def test_a_poem_is_an_article(page: str) -> None:
    (article,) = parsed(page).articles
    assert article.fields["title"].value == "등대의 불빛"
    assert article.body.startswith("바람세찬 밤바다에")


@pytest.mark.parametrize(
    "page",
    [
        f"새 소식\n\n{ISSUE}\n\n{LIST}",
        f"새 소식\n\n{ISSUE}\n\n{LIST}\n홍금란",
        f"새 소식\n\n{ISSUE}\n\n{LIST}\n\n정치면",
        f"수필\n등대의 불빛\n\n{ISSUE}\n\n{LIST}",
        f"가사\n등대의 불빛\n\n{ISSUE}\n\n{LIST}\n3월 4일 새로운 등대",
        f"새 소식\n\n{LIST}\n빵집과 등대와 양어장과 물레방아와 관련한 새 소식\n\n홍금란\n\n{SITE}",
    ],
)
def test_a_list_of_headlines_is_rejected(page: str) -> None:
    with pytest.raises(Rejection, match="ends a sentence"):
        parsed(page)
