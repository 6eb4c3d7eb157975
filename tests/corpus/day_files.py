"""A small invented archive of day files, in the form in which people keep those of kcna.co.jp.

The numbers at the end of this module were counted by hand. The rows have what made imports lose
texts: news that differ only in a name, links that are equal or have fragments, rows without a text,
texts that are kept twice or cut.
"""

import json
from pathlib import Path
from typing import Any

_SITE = "http://kcna.co.jp/item/2003/200306"
_GREETINGS = (
    "The Union of Potters sent a message of greetings on Tuesday to the Guild of Lamp Makers of {0}"
    " on the occasion of its founding day. The message wished the lamp makers of {0} success in"
    " their work for clearer glass and longer wicks."
)
_BASKETS = (
    "A floral basket was laid on Wednesday before the old mill of {0} by a delegation of {1}."
    " Written on the ribbon of the basket were the words: “To the millers of all times”. The"
    " members of the delegation of {1} looked round the mill of {0}."
)
_REVIEWS = (
    "The dailies wrote today about the ropeway of Sanjong, which carried salt to the coast for"
    " forty years. The Lamp says that the last gondola stopped in autumn, and that its cable lies"
    " in the yard of the museum.",
    "The dailies wrote today about the harvest of flax in the northern valleys. The Lamp says that"
    " nine boats brought it to the spinning mill, where a new wheel turns since spring.",
)
_LONG = (
    "A school of potters opened in the village of Hwaram. Its first forty pupils learn to dig, wash"
    " and knead the clay of the river.",
    "The kiln was built by the masons of two villages in eleven weeks. It burns the straw of the"
    " rice fields.",
    "At the opening the oldest potter of the county gave the pupils a wheel that his grandfather"
    " had made of pear wood.",
)
_SPANISH = (
    "En el valle de Sanjong fue inaugurado un molino de viento que muele el trigo de nueve aldeas."
    " Los molineros explicaron a los visitantes cómo giran las aspas y cómo se guarda la harina.",
    "La unión de los alfareros envió un mensaje de felicitación a los lampareros de la costa con"
    " motivo del aniversario de su taller. El mensaje les desea nuevos éxitos en su trabajo.",
)


def _row(title: str, link: str, paragraphs: list[str], dateline: str) -> dict[str, str]:
    text = f"{title} \r\n&nbsp;&nbsp;&nbsp; {dateline} -- " + " &nbsp;&nbsp;&nbsp;\r\n ".join(
        paragraphs
    )
    return {"title": title, "url": link, "content": f"{text}\r\n\r\n"}


def _english(title: str, link: str, *paragraphs: str, day: int = 11) -> dict[str, str]:
    return _row(title, link, list(paragraphs), f"Pyongyang, June {day} (KCNA)")


def _spanish(title: str, link: str, text: str) -> dict[str, str]:
    return _row(title, link, [text], "Pyongyang, 12 de junio (ACNC)")


def day_files() -> dict[str, dict[str, Any]]:
    """Return the content of each file by its name."""
    school = _english("School of Potters Opens", f"{_SITE}/news06/11.htm#7", *_LONG)
    first: list[Any] = [
        # News with the same words, at links that differ only in the fragment.
        *(
            _english(f"Greetings to Lamp Makers of {name}", f"{_SITE}/news06/11.htm#{number}", text)
            for number, name in enumerate(("Arvenia", "Belmark", "Corland"), 1)
            for text in [_GREETINGS.format(name)]
        ),
        None,
        # News with the same words and title at one link.
        *(
            _english("Floral Basket Laid", f"{_SITE}/20030611.htm", _BASKETS.format(mill, guests))
            for mill, guests in (("Hwaram", "Lower Sandia"), ("Sanjong", "the Seven Islands"))
        ),
        # Different texts with the same title at one link.
        *(_english("Press Review", f"{_SITE}/20030611.htm", text) for text in _REVIEWS),
        {"title": "Ropeway Repaired", "url": f"{_SITE}/news06/11.htm#6"},
        {"title": "Salt Carried to Coast", "url": f"{_SITE}/news06/11.htm#8", "content": ""},
        {
            "title": "Wind Mill Inaugurated",
            "url": f"{_SITE}/news06/11.htm#9",
            "content": "For Spanish-speaking people\r\n\r\n\r\n",
        },
        school,
        # The same text once more with other spaces, and cut after its first paragraphs.
        school | {"content": school["content"].replace("&nbsp;", " ").replace("\r\n", "\n")},
        _english("School of Potters Opens", f"{_SITE}/news06/11.htm#7", *_LONG[:2]),
    ]
    second: list[Any] = [
        _spanish("Inaugurado molino de viento", f"{_SITE}/news06/12.htm#1", _SPANISH[0]),
        _spanish("Alfareros felicitan a lampareros", f"{_SITE}/news06/12.htm#2", _SPANISH[1]),
        # The row above once more, byte for byte.
        _spanish("Alfareros felicitan a lampareros", f"{_SITE}/news06/12.htm#2", _SPANISH[1]),
        # The news of the day before, about somebody else.
        _english(
            "Greetings to Lamp Makers of Dorland",
            f"{_SITE}/news06/12.htm#3",
            _GREETINGS.format("Dorland"),
            day=12,
        ),
    ]
    return {
        f"2003-06-{day}_juche.json": {
            "date": f"2003-06-{day}",
            "url": f"{_SITE}/200306{day}.htm",
            "articles": rows,
        }
        for day, rows in ((11, first), (12, second), (13, []))
    }


def write_day_files(folder: Path) -> None:
    """Write the files into a folder."""
    for name, content in day_files().items():
        text = json.dumps(content, ensure_ascii=False, indent=4)
        (folder / name).write_text(text, encoding="utf-8")


FILES = 3
ROWS = 18  # 14 on the first day and 4 on the second
WITHOUT_LETTERS = 3  # null, without content, with empty content
LINKS = 1  # “For Spanish-speaking people”
DISTINCT = 11  # 3 greetings, 2 baskets, 2 reviews, 1 school; 2 Spanish texts, 1 greeting
COPIES = 3  # the school twice, a Spanish text once
JOINED = 2  # the school twice; the Spanish text has the same bytes, so it is unchanged
REJECTED = {"row-unreadable": 1, "empty": 3, "not-an-article": 1}
# null; two rows, and the file without rows; the words of a link
LANGUAGES = {"en": 9, "es": 2}
