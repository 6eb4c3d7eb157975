"""Read the answers of the site that are files: the rows of a CSV file, the articles of a list."""

import csv
import io
import json
from typing import Any

from django.test import Client


def rows_in(content: bytes) -> list[dict[str, Any]]:
    """Return the rows of a CSV file of the site, each as a dict from a column to a value."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def rows_at(client: Client, address: str) -> list[dict[str, Any]]:
    """Return the rows of the CSV file at an address of the site."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == "text/csv; charset=utf-8", address
    return rows_in(answer.getvalue())


def ids_listed(client: Client, query: str) -> set[int]:
    """Return the ids of the articles in a list, from its JSON Lines file."""
    lines = client.get(f"/articles.jsonl?{query}").getvalue().splitlines()
    return {json.loads(line)["id"] for line in lines}
