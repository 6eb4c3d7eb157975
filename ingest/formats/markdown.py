"""Markdown as text: without its marks such as `#` and `**`, but with all its words.

Markdown is converted to HTML by markdown-it-py, and then to text as a page is. Three kinds of words
would be lost in this way, because they look like marks: names in angle brackets ("<Naenara>"), the
numbers of lists ("2024. The year began."), and words after brackets ("[Note]: important").
"""

import html
import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ingest.html import extract_text

_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")
_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w:-]*+)[^<>]*+>")
# The names of HTML elements. A name such as <Time> is that of a newspaper.
_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr acronym address article aside audio b base basefont bdi bdo big blockquote body br
        button canvas caption center cite code col colgroup data datalist dd del details dfn
        dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset
        h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li
        link main map mark menu meta meter nav nobr noframes noscript object ol optgroup option
        output p param picture pre progress q rp rt ruby s samp script section select slot small
        source span strike strong style sub summary sup svg table tbody td template textarea tfoot
        th thead time title tr track tt u ul var video wbr
        """,
    )
)
# What the address of a link looks like; "[the manager](sic)" is no link.
_ADDRESS = re.compile(
    r"(?:(?:https?|ftp|file|data|mailto|tel):|www\.|[/#?.]).*|.+/.*|.+\.[a-z]{2,5}(?:[?#].*)?",
    re.IGNORECASE,
)

# ":::{.header}", "# Mill Oiled {.title}", "[KCNA Watch](https://kcnawatch.org){.logo}"
_ATTRIBUTES = re.compile(
    r"^:{3,}.*$|(?<=[\])])\{[.#\w][^{}\n]{0,200}\}|(?<=\S)[ \t]\{[.#][^{}\n]{0,200}\}[ \t]*$",
    re.MULTILINE,
)


def is_markdown(path: str) -> bool:
    """Return True if the name of a file says that it is Markdown."""
    return path.casefold().endswith(_ENDINGS)


def markdown_text(text: str) -> str:
    """Return the text of Markdown, without its marks and the attributes that pandoc writes."""
    return _text_of(_MARKDOWN.parse(_ATTRIBUTES.sub("", text) if "{" in text else text))


def heading_and_text(text: str) -> tuple[str, str]:
    """Return the heading with which Markdown begins, and the text below it.

    The heading is "" if Markdown begins in another way, or has nothing else.
    """
    tokens = _MARKDOWN.parse(text)
    if len(tokens) < 4 or tokens[0].type != "heading_open":
        return "", _text_of(tokens)
    return " ".join(_text_of(tokens[:3]).split()), _text_of(tokens[3:])


def _text_of(tokens: Sequence[Token]) -> str:
    return extract_text(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _tags(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Render HTML in Markdown. What looks like a tag, but is none of HTML, is text."""
    return _TAG.sub(_tag_or_text, tokens[index].content)


def _tag_or_text(match: re.Match[str]) -> str:
    name = match["name"]
    is_tag = name.casefold() in _ELEMENTS and (name.islower() or name.isupper())
    return match.group() if is_tag else html.escape(match.group())


def _with_numbers(state: Any) -> None:
    """Write the number of each item of a list before its words."""
    number = ""
    for token in state.tokens:
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline" and number:
            token.children = [Token("text", "", 0, content=number), *(token.children or [])]
            number = ""


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Return True for an address. Otherwise the words of a link stay text."""
        return not url or bool(_ADDRESS.fullmatch(url))


def _markdown() -> MarkdownIt:
    markdown = _Markdown("commonmark", {"breaks": True})
    markdown.core.ruler.push("numbers", _with_numbers)
    for name in ("html_inline", "html_block"):
        markdown.add_render_rule(name, _tags)
    return markdown


_MARKDOWN = _markdown()
