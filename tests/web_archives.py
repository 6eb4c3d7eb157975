"""Makes web archives (WARC, WACZ) with warcio, for tests."""

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2024-05-07T01:02:03Z"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def page(title: str, *sentences: str, head: str = "") -> str:
    """Return an HTML page of KCNA with this headline and text."""
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<h1>{title}</h1><p>Pyongyang, May 6 (KCNA) -- It was told today.</p>{text}"
        "<p>The miller sang. -0-</p><p>www.kcna.kp (Juche113.5.6.)</p></body></html>"
    )


def chunked(body: bytes, size: int = 100) -> bytes:
    """Return a body in the chunks of HTTP."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class Archive:
    """A web archive that is being written. `offsets` are the places where its records begin."""

    def __init__(self, *, is_zipped: bool = True) -> None:
        self._stream = io.BytesIO()
        self._writer = WARCWriter(self._stream, gzip=is_zipped)
        self.offsets: list[int] = []

    @property
    def data(self) -> bytes:
        return self._stream.getvalue()

    def response(
        self,
        address: str,
        body: str | bytes,
        *,
        date: str = DATE,
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = HTML,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Add the answer of a server."""
        data = body.encode() if isinstance(body, str) else body
        self._write(
            self._writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(data),
                http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": date, **(more or {})},
            )
        )

    def other(self, kind: str, address: str, body: bytes, media: str) -> None:
        """Add a record without an answer: "request", "metadata", "resource", "warcinfo"."""
        if kind == "warcinfo":
            self._write(self._writer.create_warcinfo_record("a.warc", {"software": "lamp"}))
            return
        headers = (
            StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            if kind == "request"
            else None
        )
        self._write(
            self._writer.create_warc_record(
                address,
                kind,
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_content_type=media,
                warc_headers_dict={"WARC-Date": DATE},
            )
        )

    def revisit(self, address: str) -> None:
        """Add a record which says that a page had not changed."""
        self._write(self._writer.create_revisit_record(address, "sha1:AAAA", address, DATE))

    def again(self) -> None:
        """Add the last record once more, with the same bytes."""
        last = self.data[self.offsets[-1] :]
        self.offsets.append(len(self.data))
        self._stream.write(last)

    def _write(self, record: object) -> None:
        self.offsets.append(len(self.data))
        self._writer.write_record(record)


def wacz(**archives: bytes) -> bytes:
    """Return a WACZ file with these archives, by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("datapackage.json", '{"profile": "data-package", "title": "Pages"}')
        file.writestr(
            "pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"url": "http://a.example/"}\n'
        )
        file.writestr("indexes/index.cdx.gz", gzip.compress(b"example,a)/ 2024"))
        for name, data in archives.items():
            file.writestr(f"archive/{name}.warc.gz", data)
    return stream.getvalue()
