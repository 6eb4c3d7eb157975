"""Tests of the marks that programs leave in a value: they go, and no word of the text with them."""

import pytest

from ingest.formats.written_values import read_written


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("&lt;p&gt;A mill &amp;amp; a gate.&lt;/p&gt;", "<p>A mill &amp; a gate.</p>"),
        ("A mill.&lt;br /&gt;A gate.", "A mill.<br />A gate."),
        ("Mill &amp;amp; Co, the miller&amp;#039;s", "Mill &amp; Co, the miller&#039;s"),
        ("<U+C678><U+BB34> <U+2019>", "외무 ’"),
        ("<U+0007> <U+DC00> <U+FFFFFFFF> <U+20> <U+XYZ>",) * 2,
        (r"It\u2019s \ud83d\ude00 dry.", "It’s 😀 dry."),
        ("<![CDATA[A mill.]]>", "A mill."),
        ('[caption id="1" width="9"]<img src="a"/> A mill[/caption]\n\nA gate.', "\n\nA gate."),
        ("[wp_caption]A\n\nmill[/wp_caption] A gate.[caption]B[/caption]", " A gate."),
        ("[caption id='1']A gate. [/b]", "A gate. [/b]"),
        ("A [caption] of the [/caption-list] mill.", "A  of the [/caption-list] mill."),
        ("[vc_row][vc_column_text]A mill.[/vc_column_text][/vc_row]", "A mill."),
        ("![mill](https://example.org/a_(1).jpg)\n\nA mill.", "\n\nA mill."),
        (r"<p>A mill.</p>\n<p>A gate.</p>", "<p>A mill.</p>\n<p>A gate.</p>"),
        *(
            (value, value)
            for value in (
                "The paper &lt;Lamp Daily&gt; wrote of a &lt;b&gt; in it.",
                "<p>Write &lt;br&gt; for a break.</p>",
                r"The folder is C:\users\new.",
                "R&amp;D, AT&amp;T; and &amp;c.",
                "[사진] A mill. [/quote] [Wonsan](KCNA)",
                "See [the mill](https://example.org/a).",
                r"A mill.\nA gate.",
            )
        ),
    ],
)
def test_marks_of_programs_are_removed(value: str, expected: str) -> None:
    assert read_written(value, "text") == expected
