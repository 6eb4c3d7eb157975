"""Makes pages that show an article as each site does (docs/layouts.md)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import escape

from ingest.partial_date import MONTHS
from tests.bench.generator import Story

Draw = Callable[[], float]
Day = date
FIRST_SAVED = date(2018, 1, 15)
_TAGLESS_SIGN_OFF = date(2019, 1, 1)
_JUCHE_SIGN_OFF = date(2022, 7, 1)
_NEW_SIGN_OFF = date(2025, 1, 1)
_SECTIONS = ("Politics", "Society-Life", "Culture", "Economy", "Sports")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _long(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day:02}, {day.year}"


def _short(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.day:02}, {day.year}"


def _is_agency(story: Story) -> bool:
    return bool(story.dateline)


def _body(story: Story) -> list[str]:
    """Return the paragraphs of a story as its site shows them.

    An article of the agency KCNA has a dateline. A newer article also ends with "-0-".
    """
    paragraphs = [story.dateline + story.paragraphs[0], *story.paragraphs[1:]]
    if _is_agency(story) and story.day >= _TAGLESS_SIGN_OFF:
        paragraphs[-1] += " -0-"
    return paragraphs


def _sign_off(story: Story) -> list[str]:
    day = story.day
    if not _is_agency(story) or day < _JUCHE_SIGN_OFF:
        return []
    if day < _NEW_SIGN_OFF:
        return [f"www.kcna.kp (Juche{day.year - 1911}.{day.month}.{day.day}.)"]
    return [f"www.kcna.kp ({day:%Y.%m.%d}.)"]


def kcnawatch(story: Story, listed: Sequence[Story], saved: date, draw: Draw) -> str:
    """Return a page of KCNA Watch in one of four variants, as it looked on the day `saved`.

    `listed` are the stories in its list "More From …".
    """
    heading = f"More From {story.source}"
    if _is_agency(story) and draw() < 0.03:
        items = [line for other in listed for line in (other.lead, _long(other.day), other.lead)]
        return "\n".join([*_body(story), *_sign_off(story), heading, *items, "More Articles"])
    date_line = (
        f"Date: {story.day:%d/%m/%Y} | Source: {story.source} | Read original version at source"
    )
    parts = [story.title, date_line]
    if saved.year >= 2023:
        top = _long(saved) + (_short(saved) if saved.year >= 2025 else "")
        parts = [f"{top}\nKCNA {story.source}", *parts, *_body(story), *_sign_off(story)]
    else:
        news = "Get North Korea headlines delivered to your inbox daily"
        parts = [
            *parts,
            "Share Button",
            *_body(story),
            *_sign_off(story),
            news,
            "Subscribe to the newsletter",
        ]
    for other in listed:
        parts += [other.title, other.title, other.lead, _long(other.day), other.lead]
    items_start = len(parts) - 5 * len(listed)
    return (
        "\n\n".join([*parts[:items_start], heading, *parts[items_start:], "More Articles"]) + "\n"
    )


def kcnawatch_html(story: Story, listed: Sequence[Story], saved: date) -> str:
    """Return a page of KCNA Watch saved as HTML."""
    body = "\n".join(f"<p>{escape(text)}</p>" for text in (*_body(story), *_sign_off(story)))
    items = "\n".join(
        f'<div class="article-item"><a href="/newstream/{other.number}/">'
        f"<h5>{escape(other.title)}</h5></a><div><h6>{escape(other.title)}</h6>"
        f'<p>{escape(other.lead)}</p></div><span class="date">{_long(other.day)}</span>'
        f'<p class="short">{escape(other.lead)}</p></div>'
        for other in listed
    )
    link = f'<a href="{address(story)}">Read original version at source</a>'
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(story.title)} | KCNA Watch</title>
<style>.date {{ color: red }}</style><script>var page = 1;</script></head>
<body><div><span>{_long(saved)}</span><span>{_short(saved)}</span></div>\
<div>KCNA {story.source}</div>
<article><h1>{escape(story.title)}</h1>
<p>Date: {story.day:%d/%m/%Y} | Source: {story.source} | {link}</p>
{body}</article>
<h4>More From {story.source}</h4>
{items}
<div>More Articles</div></body></html>
"""


def address(story: Story) -> str:
    """Return the original link of an article."""
    return f"http://www.kcna.kp/en/article/q/{story.number * 2_654_435_761 % 2**64:016x}.kcmsf"


def kcna_kp(story: Story, draw: Draw) -> str:
    """Return a page of kcna.kp."""
    stamp = f" [{story.day:%Y.%m.%d}.]" if draw() < 0.02 else ""
    *body, last = _body(story)
    last = last.removesuffix(" -0-")
    return (
        "\n\n".join(
            [story.title + stamp, *body, last, "-0-", f"www.kcna.kp ({story.day:%Y.%m.%d}.)"]
        )
        + "\n"
    )


def plain(story: Story, draw: Draw) -> str:
    """Return a file in the layout `plain`, with header lines; some dates are a month or a year."""
    cut = draw()
    day = story.day.isoformat()[: 4 if cut < 0.02 else 7 if cut < 0.06 else 10]
    headers = (
        f"Title: {story.title}\nDate: {day}\nSource: {story.source}\nURL: {address(story)}\nTopic:"
        " Society-Life"
    )
    return headers + "\n\n" + "\n".join(_body(story)) + "\n"


def voice_of_korea(story: Story, draw: Draw) -> str:
    """Return a page of Voice of Korea, which has no date."""
    section = "News" if draw() < 0.7 else "The Economy - Industry"
    return (
        "\n".join(
            [f"/ {section}", "", story.title, "", *(f"   {text}" for text in story.paragraphs)]
        )
        + "\n"
    )


def rodong(story: Story, draw: Draw) -> str:
    """Return a page of Rodong Sinmun, in the language of the story."""
    if story.is_korean:
        head = [
            story.title,
            (
                f"{story.day.year}.{story.day.month}.{story.day.day}. 《로동신문》"
                f" {1 + int(draw() * 6)}면"
            ),
        ]
        return "\n\n".join([*head, *story.paragraphs, "【조선중앙통신】"]) + "\n"
    viewed = story.day + timedelta(days=int(draw() * 300))
    top = (
        f"{MONTHS[viewed.month - 1][:3]}. {viewed.day}, {viewed.year}"
        f" {_WEEKDAYS[viewed.weekday()]}\nRodong Sinmun"
    )
    section = _SECTIONS[int(draw() * len(_SECTIONS))]
    dated = f"{section} {story.day.year}.{story.day.month}.{story.day.day}."
    return "\n\n".join([top, story.title, dated, *story.paragraphs, "Rodong Sinmun"]) + "\n"


def pyongyang_times(story: Story, draw: Draw) -> str:
    """Return a page of The Pyongyang Times; on some the date is glued to the text."""
    day = f"{MONTHS[story.day.month - 1]} {story.day.day}, {story.day.year}"
    foot = "2025 © All rights reserved. www.pyongyangtimes.com.kp"
    if draw() < 0.2:
        return (
            "\n\n".join([story.title, day + story.paragraphs[0], *story.paragraphs[1:], foot])
            + "\n"
        )
    credit = ["KCNA"] if draw() < 0.3 else []
    return "\n\n".join([story.title, day, *story.paragraphs, *credit, foot]) + "\n"


def rejected(number: int, draw: Draw) -> str:
    """Return a file that is not an article, for one of five reasons."""
    kind = int(draw() * 5)
    if kind == 0:
        return ""
    if kind == 1:
        return f"404 Not Found\n\nThe page {number} is not here.\n"
    if kind == 2:
        days = (f"January {1 + (number + index) % 28:02}, 2025" for index in range(12))
        return (
            "Latest News\n\n"
            + "\n\n".join(f"Headline {number + index}\n\n{day}" for index, day in enumerate(days))
            + "\n"
        )
    if kind == 3:
        return f"A text of number {number} without any mark.\nNobody said where it is from.\n"
    line = "Date: 01/02/2025 | Source: KCNA.kp (En) | Read original version at source"
    return f"First {number}\n\n{line}\n\nOne text.\n\nSecond {number}\n\n{line}\n\nAnother text.\n"
