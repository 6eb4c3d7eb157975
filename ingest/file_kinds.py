"""The kinds of files in folders: which are read, and why the others are not.

A kind is the ending of a file's name (".html"). wget writes the whole address of a page as its
name, such as "index.php?newsID=2022-05-29-0007". In such a name, the ending is the one before "?".
A file with no ending, or with an unknown one, is read if its first bytes are those of a page, of
JSON, of an archive or of a saved page in a message (`ingest.formats.containers.is_readable`).
"""

import os
from collections import Counter

READ = frozenset(
    (
        *(b".txt", b".text", b".html", b".htm", b".xhtml", b".md", b".markdown"),
        *(b".csv", b".tsv", b".json", b".jsonl", b".ndjson"),
        *(b".zip", b".tar", b".tgz", b".gz", b".warc", b".warc.gz", b".wacz"),
        *(b".mht", b".mhtml", b".eml"),
    )
)
"""The endings of files that are read in folders."""

_REASONS = {
    "a picture has no text": (
        *("jpg", "jpeg", "jpe", "png", "gif", "webp", "svg", "svgz", "ico", "bmp", "tif", "tiff"),
        *("avif", "heic", "psd", "cur", "jfif"),
    ),
    "a style or script of a page has no article": (
        *("css", "js", "mjs", "map", "ts", "scss", "less", "vbs", "swf", "wasm", "webmanifest"),
        *("py", "php3", "sh", "bat", "ini", "inf", "htc", "class", "jar", "exe", "dll"),
    ),
    "a font has no text": ("woff", "woff2", "ttf", "otf", "eot"),
    "sound and film have no text": (
        *("mp3", "mp4", "m4a", "m4v", "wav", "wma", "wmv", "avi", "mov", "flv", "webm", "mkv"),
        *("ogg", "oga", "ogv", "aac", "flac", "mpg", "mpeg", "3gp", "ra", "rm", "asf", "srt"),
    ),
    "save its text as a text file or as HTML to import it": (
        *("pdf", "doc", "docx", "docm", "dot", "xls", "xlsx", "xlsm", "ppt", "pptx", "pps"),
        *("odt", "ods", "odp", "rtf", "hwp", "hwpx", "pages", "numbers", "epub", "mobi", "azw3"),
        *("djvu", "djv", "ps", "xps", "one", "wps", "wpd"),
    ),
    "save the page from Safari as page source": ("webarchive", "webarchivexml"),
    "unpack it, and import the folder": (
        *("7z", "rar", "bz2", "xz", "zst", "lz", "lz4", "z", "lzh", "cab", "iso", "alz", "egg"),
    ),
    "an ARC file is not read; convert it to WARC (warcio recompress)": ("arc",),
    "XML, such as a feed, is not read": ("xml", "rss", "atom", "rdf", "xsl", "xsd", "opml"),
    "a database or an index is not read": ("db", "sqlite", "sqlite3", "mdb", "cdx", "cdxj", "idx"),
}
_REASON_OF = {
    f".{ending}": reason for reason, endings in _REASONS.items() for ending in endings
} | {
    "hidden": "the name begins with a full stop",
    "link to a folder": "the folder is read at its own place",
    "index of a web archive": "it has only lists of the pages",
    "text above articles": "it speaks of the articles below it, and has no date",
    "articles inside an article": "they have the same place as comments; save them apart",
    "texts beside articles": "their list has the name of something else; save them apart",
    "text around JSON": "only the quoted JSON is read; save the text apart",
    "folder of a saved page": "its pictures and frames belong to the page beside it",
}
_RECORD = "record: "
_RECORD_REASONS = {
    "revisit": "the page had not changed since an earlier record",
    "request": "it is the question to the server",
    "warcinfo": "it describes the archive",
    "metadata": "it describes another record",
    "resource": "it is not the answer of a server",
    "conversion": "it was made from another record",
    "continuation": "it is a part of an earlier record",
}
_UNKNOWN = "not a known kind; give its own path to import it, or name it .txt if it is text"

# Folders in which browsers and Word keep the parts of a page that is saved as "page.html". The
# name of the folder is that of the page, and one of these endings, in the language of the program.
_PART_FOLDERS = tuple(
    os.fsencode(ending)
    for ending in (
        *("_files", ".files", "-files", "_file", ".fld", "_archivos", "-archivos", "_fichiers"),
        *("_ficheiros", "_arquivos", "-Dateien", "_Dateien", "_bestanden", "-filer", "_filer"),
        *("-tiedostot", "_pliki", "_soubory", "_elemei", "_dosyalar", "_datoteke", "_fitxers"),
        *("_файлы", ".файлы", "-файлы", "_ファイル", "_파일", "_文件"),
    )
)
_PAGES = (b".html", b".htm", b".xhtml", b".shtml", b".php", b".asp", b".aspx")

SAMPLE = 65_536  # the number of bytes by which a file without a known ending is recognised
# What other contents begin with, and what they are.
_MAGIC = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"RIFF", ".webp"),
    (b"%PDF-", ".pdf"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"wOF", ".woff"),
    (b"7z\xbc\xaf", ".7z"),
    (b"Rar!", ".rar"),
    (b"ID3", ".mp3"),
    (b"<?xml", ".xml"),
    (b"<rss", ".xml"),
    (b"<svg", ".svg"),
    (b"SQLite format 3", ".sqlite"),
    (b"filedesc://", ".arc"),
)


class FolderTally(Counter[str]):
    """How many files and folders of each kind were passed over, with one example of each kind.

    `read` has the number of files of each kind that were read, and `examples` a path of each kind
    that was passed over. `reasons` has the reasons that the kind does not show by itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.read: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.reasons: dict[str, str] = {}

    def pass_over(self, kind: str, example: str, reason: str = "", number: int = 1) -> None:
        """Count a file or a folder that is not read."""
        self[kind] += number
        self.examples.setdefault(kind, example)
        if reason:
            self.reasons.setdefault(kind, reason)

    def reason(self, kind: str) -> str:
        """Return the reason why files of a kind are not read."""
        if kind.startswith(_RECORD):
            return _record_reason(kind.removeprefix(_RECORD))
        return self.reasons.get(kind) or _REASON_OF.get(kind, _UNKNOWN)


def _record_reason(kind: str) -> str:
    """Return why a record of a web archive is not read (`ingest.formats.warc.kind_of`)."""
    if kind.startswith("status "):
        return "the server did not answer with the page"
    return _RECORD_REASONS.get(kind, "it is no page (HTML)")


def ending_of(name: bytes) -> bytes:
    """Return the ending of a file's name in lower case, such as b".html"; b"" if it has none.

    The name can be an address with a query: "style.css?v=1.2" has the ending b".css". The ending of
    "crawl.warc.gz" is b".warc.gz", that of any other compressed file is b".gz".
    """
    if name.lower().endswith(b".warc.gz"):
        return b".warc.gz"
    own = os.path.splitext(name)[1].lower()  # noqa: PTH122  names are bytes
    if own in READ:
        return own
    for mark in (b"?", b"%3F", b"%3f", b"@", b";", b"&", b"#"):
        name = name.split(mark)[0] or name
    return os.path.splitext(name)[1].lower()  # noqa: PTH122


def is_known(ending: bytes) -> bool:
    """Return True if the ending of a file decides whether it is read."""
    return ending in READ or os.fsdecode(ending) in _REASON_OF


def reason_by_content(start: bytes) -> str:
    """Return why a file with these first bytes is not read; "" if the bytes do not show it."""
    inner = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    kind = next((kind for magic, kind in _MAGIC if inner.startswith(magic)), "")
    return _REASON_OF.get(kind, "")


def parts_folders(folders: list[bytes], files: list[bytes]) -> set[bytes]:
    """Return those folders that contain the parts of a page that is saved beside them.

    A folder "page_files" has the pictures and frames of "page.html".
    """
    pages = {os.path.splitext(name)[0] for name in files if ending_of(name) in _PAGES}  # noqa: PTH122
    return {
        folder
        for folder in folders
        for ending in _PART_FOLDERS
        if folder.endswith(ending) and folder[: -len(ending)] in pages
    }
