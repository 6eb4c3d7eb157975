"""A member of staff who corrects articles in the admin, in a process of its own."""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import django

from tests.front_servers.servers import SITE, FrontServer, Response
from tests.load.processes import IsOver

if TYPE_CHECKING:
    from archive.models import Article

NAME, PASSWORD = "grace", "a-long-way-to-nowhere"
_TOKEN = "a" * 32  # valid because the cookie and the form have the same token
_CLIENT = "127.0.4.1"
_PAUSE = 3.0  # seconds between two corrections


@dataclass(slots=True)
class Corrections:
    """What the corrector did: `words` has one word of each new title, `faults` what went wrong.

    `seconds` has the time of each correction, from sending the form to the answer.
    """

    words: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def correct_titles(
    front: FrontServer, environment: Mapping[str, str], is_over: IsOver
) -> Corrections:
    """Log in, and correct one title after another until `is_over` returns True.

    `environment` has the settings of the archive.
    """
    os.environ.clear()  # no DATABASE_URL of the shell
    os.environ.update(environment)
    django.setup()
    done = Corrections()
    staff = _Staff(front)
    if (status := staff.log_in()) != 302:
        done.faults.append(f"the login was answered with {status}")
        return done
    for article in _articles():
        if is_over():
            break
        word = f"corrected{article.pk}x"
        try:
            started = time.monotonic()
            status = staff.add_to_title(article, word)
            done.seconds.append(time.monotonic() - started)
        except OSError as error:
            done.faults.append(f"the correction of article {article.pk} failed: {error!r}")
            continue
        done.words.append(word)
        if status != 302:
            done.faults.append(f"the correction of article {article.pk} was answered with {status}")
        time.sleep(_PAUSE)
    return done


def _articles() -> Iterator["Article"]:
    from archive.models import Article

    for pk in list(Article.objects.public().order_by("pk").values_list("pk", flat=True)[:1000]):
        yield Article.objects.get(pk=pk)


class _Staff:
    """A browser in which a member of staff logs in and sends forms."""

    def __init__(self, front: FrontServer) -> None:
        self._front = front
        self._cookies = {"csrftoken": _TOKEN}

    def log_in(self) -> int:
        """Log in, and return the status of the answer: 302 if it succeeded."""
        return self._send("/admin/login/", {"username": NAME, "password": PASSWORD}).status

    def add_to_title(self, article: "Article", word: str) -> int:
        """Add a word to a title; return the status of the answer: 302 if it succeeded."""
        from tests.admin.article_form import form_of, page_of

        form = form_of(article, title=f"{article.title} {word}")
        return self._send(page_of(article), form).status

    def _send(self, path: str, form: dict[str, str]) -> Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {
            "Cookie": cookies,
            "Origin": SITE,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(form | {"csrfmiddlewaretoken": _TOKEN}).encode()
        answer = self._front.request(path, headers, "POST", body, _CLIENT)
        given = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        if "sessionid" in given:
            self._cookies["sessionid"] = given["sessionid"].value
        return answer
