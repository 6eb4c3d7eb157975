"""Run the recipes of docs/api.md in curl and in Python against a server."""

import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from pytest_django.live_server_helper import LiveServer

from tests.conftest import ROOT
from tests.sample_pages import SamplePages

SITE = "https://archive.example.org"
RECIPE = re.compile(r"^### (\d+)\. .*?(?=^### |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_the_recipes_work(
    live_server: LiveServer,
    sample_pages: SamplePages,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (ROOT / "docs/api.md").read_text().replace(SITE, live_server.url)
    start = text.index("### 1. ")
    names: dict[str, object] = {}
    [(_, beginning), _r] = BLOCK.findall(text[:start])
    exec(beginning, names)  # the recipes are ours
    recipes = {int(match[1]): BLOCK.findall(match[0]) for match in RECIPE.finditer(text)}
    assert list(recipes) == list(range(1, 11))
    for number, blocks in recipes.items():
        assert [language for language, _ in blocks] == ["sh", "python", "r"], number
        (_, shell), (_, python), _r = blocks
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", shell],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), number
        assert done.stdout.startswith({3: "\ufeffperiod", 9: "304"}.get(number, "{")), number
        exec(python, names)
        assert capsys.readouterr().out.strip() not in ("", "Empty DataFrame"), number
    articles = names["articles"]
    assert isinstance(articles, pd.DataFrame)
    assert len(articles) == len(set(articles["id"])) > 20
