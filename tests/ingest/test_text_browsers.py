"""Tests of pages that browsers saved as text, with the addresses of their links."""

import pytest

from ingest.formats.text_browsers import page_text
from tests.ingest.test_surroundings import END, SENTENCES, SIGNED, TITLE, assert_clean, parsed

SITE = "https://kcnawatch.org"
ORIGINAL = "http://www.kcna.kp/en/article/q/1.kcmsf"
DATED = "Date: 06/05/2024 | Source: KCNA.kp (En) | {}Read original version at\n   source{}\n\n"
NAMES = "{}KCNA Watch{}\n\n   * {}Home{}\n   * {}Mills{}\n\n"
TOP = "May 7, 2024May 7, 2024\n\n   {}KCNA{} {}KCNA.kp (En){}\n\n"


def lynx(page: str) -> str:
    count = page.count("{}") // 2
    numbers = [f"[{i // 2 + 1}]" if i % 2 == 0 else "" for i in range(2 * count)]
    addresses = [f"{SITE}/{i}" for i in range(count - 1)] + [ORIGINAL]
    listed = "".join(f"   {i}. {it}\n" for i, it in enumerate(addresses, 1))
    return f"   #[1]alternate\n   {page.format(*numbers)}\nReferences\n\n{listed}"


def firefox(page: str) -> str:
    count = page.count("{}") // 2
    addresses = ["" if i % 2 == 0 else f"\n<{SITE}/{i}>" for i in range(2 * count - 1)]
    return page.format(*addresses, f" <{ORIGINAL}>")


@pytest.mark.parametrize("program", [lynx, firefox])
@pytest.mark.parametrize("top", [NAMES + TOP, TOP])
def test_the_addresses_of_links_are_no_text(program, top: str) -> None:  # type: ignore[no-untyped-def]
    page = program(f"{top}{TITLE}\n\n   {DATED}{SIGNED}")
    file = parsed(page)
    assert_clean(file, "KCNA.kp (En)", "2024-05-06")
    assert file.articles[0].fields["original_url"].value == ORIGINAL
    assert "[" not in str(page_text(page))


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{END}",
        f"It turns.[1] It is wet.[2]\n\nReferences\n\n1. {SITE}\n2. {SITE}\n3. {SITE}\n",
        f"{TITLE}\n\n<{SITE}>\n\n{END}",
        f"<b>{TITLE}</b>\n\n<p>{SENTENCES[0]}</p>\n\n<p>{SENTENCES[1]}</p>\n",
        f"<Time>, <Naenara> and <Mill News> wrote about [1]the mill.\n\nReferences\n\n1. {SITE}\n",
    ],
)
def test_notes_and_names_in_brackets_stay(text: str) -> None:
    assert page_text(text) is None


def test_the_number_of_a_note_stays_between_links() -> None:
    text = lynx(
        f"{{}}Home{{}} {{}}Mills{{}}\n\n{TITLE}\n\n{SENTENCES[0]}[1] {{}}It{{}} [9] turns.\n"
    )
    assert f"{SENTENCES[0]}[1] It [9] turns." in str(page_text(text))


@pytest.mark.parametrize("date", ["Date:\n06/05/2024", "Date: 06/05/2024"])
@pytest.mark.parametrize("source", ["Source:\nKCNA.kp (En)", "Source: KCNA.kp (En)"])
def test_a_date_line_in_pieces(date: str, source: str) -> None:
    pieces = f"{date}\n|\n{source}\n|\nRead original version at source\n"
    page = f"May 7, 2024May 7, 2024\nKCNA\nKCNA.kp (En)\n{TITLE}\n{pieces}{SIGNED}"
    assert_clean(parsed(page), "KCNA.kp (En)", "2024-05-06")
