"""Tests of the language of a text: that of its words and letters, or unknown, but never a guess."""

import subprocess
import sys

import pytest

from ingest.languages import LANGUAGES, text_language
from tests.conftest import ROOT

TEXTS = {
    "en": "The workers of the port repaired the lighthouse. The miller thanked the smith, who had"
    " forged a new wheel, and the lamps were lit in the evening.",
    "es": "Los obreros del puerto repararon el faro. El molinero dio las gracias al herrero, que"
    " habia forjado una rueda nueva, y por la noche se encendieron las lamparas.",
    "fr": "Les ouvriers du port ont réparé le phare. Le meunier a remercié le forgeron, qui avait"
    " forgé une nouvelle roue, et les lampes ont été allumées le soir.",
    "de": "Die Arbeiter des Hafens haben den Leuchtturm repariert. Der Müller dankte dem Schmied,"
    " der ein neues Rad geschmiedet hatte, und am Abend wurden die Lampen angezündet.",
    "ko": "항구의 로동자들은 등대를 수리하였다."
    " 방앗간주인은 새 바퀴를 만든 대장장이에게 감사를 드리였다.",
    "ja": "港の労働者たちは灯台を修理した。粉屋は新しい車輪を作った鍛冶屋に感謝した。",
    "zh": "港口工人修好了灯塔。磨坊主感谢铁匠打造了新的轮子。",
    "ru": "Рабочие порта отремонтировали маяк. Мельник поблагодарил кузнеца, который выковал новое"
    " колесо, и вечером зажгли лампы.",
    "ar": "أصلح عمال الميناء المنارة. شكر الطحان الحداد الذي صنع عجلة جديدة، وأضيئت المصابيح مساء.",
}
OTHERS = {
    "Portuguese": "Os operários do porto repararam o farol em três semanas. O moleiro agradeceu ao"
    " ferreiro, que tinha forjado uma roda nova.",
    "Italian": "Gli operai del porto hanno riparato il faro in tre settimane. Il mugnaio ha"
    " ringraziato il fabbro, che aveva forgiato una nuova ruota.",
    "Dutch": "De arbeiders van de haven herstelden de vuurtoren in drie weken. De molenaar bedankte"
    " de smid, die een nieuw wiel had gesmeed.",
    "Polish": "Robotnicy portowi naprawili latarnię morską. Młynarz podziękował kowalowi.",
    "Vietnamese": "Công nhân cảng đã sửa chữa ngọn hải đăng trong ba tuần và cảm ơn người thợ rèn.",
    "Ukrainian": "Робітники порту відремонтували маяк. Мірошник села подякував ковалю.",
    "Bulgarian": "Работниците на пристанището поправиха фара за три седмици. Мелничарят благодари"
    " на ковача, който изкова ново колело.",
    "Serbian": "Радници луке поправили су светионик за три недеље. Млинар је захвалио ковачу.",
    "Mongolian": "Боомтын ажилчид гурван долоо хоногт гэрэлт цамхагийг засварлав. Тээрэмчин"
    " дархнд талархал илэрхийлэв.",
    "Persian": "کارگران بندر فانوس دریایی را در سه هفته تعمیر کردند و آسیابان از آهنگر تشکر کرد.",
    "Urdu": "بندرگاہ کے کارکنوں نے تین ہفتوں میں لائٹ ہاؤس کی مرمت کی۔",
    "Thai": "คนงานท่าเรือซ่อมประภาคารภายในสามสัปดาห์ และขอบคุณช่างตีเหล็ก",
    "Greek": "Οι εργάτες του λιμανιού επισκεύασαν τον φάρο σε τρεις εβδομάδες.",
    "names alone": "Choe Ryong Hae, Pak Pong Ju, Ri Su Yong, Kim Phyong Hae, O Su Yong, An Jong Su",
    "no letters": "12 : 3 (4) -- 5",
    "nothing": "",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_of_the_outlets_is_recognised(code: str) -> None:
    assert text_language(TEXTS[code]).code == code


@pytest.mark.parametrize("name", OTHERS)
def test_another_language_is_unknown(name: str) -> None:
    assert text_language(OTHERS[name]).code == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Aceitan la rueda del molino. El molinero esta contento.", "es"),
        ("La lampe est ronde. Elle brille.", "fr"),
        ("Die Lampe ist rund.", "de"),
        ("The wheel was oiled. It turns.", "en"),
        (
            "KIM CHOL SU VISITS THE MILL OF THE VILLAGE AND THANKS THE WORKERS FOR THEIR LABOUR",
            "en",
        ),
        ("Kim Chol Su visita el molino de la aldea.", "es"),
        ("The lamp (등불) of Kim Chaek (김책) was lit by 김철수 in the port of 남포.", "en"),
        ("등불은 김책(Kim Chaek)시의 방앗간에서 켜졌다.", "ko"),
        ("朝鮮民主主義人民共和國 勞動者들은 燈臺를 修理하였다.", "ko"),
        ("灯台修理完了 港湾労働者感謝集会", "ja"),
        ("朝中社平壤电 港口工人修好了灯塔（등대）。", "zh"),
    ],
)
def test_short_and_mixed_texts(text: str, code: str) -> None:
    assert text_language(text).code == code


def test_only_a_long_text_is_sure_enough_to_contradict_a_tag() -> None:
    assert not text_language(TEXTS["es"][:100]).is_sure
    assert text_language(2 * TEXTS["es"]).is_sure
    assert text_language(2 * OTHERS["Italian"]) == ("", True)


def test_the_whole_text_counts_not_only_its_beginning() -> None:
    text = TEXTS["en"] + 100 * TEXTS["es"]
    assert text_language(text) == ("es", True)


def test_a_lone_surrogate_and_control_characters_are_no_error() -> None:
    assert text_language("\ud800\x00\x07" + TEXTS["en"]).code == "en"


def test_the_detector_is_loaded_by_the_first_text() -> None:
    code = "import sys, ingest; print('eldc' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
