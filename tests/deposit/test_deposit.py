"""Test that a deposit has the whole archive, and that nothing in a bad deposit is believed."""

import json
import re
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from warcio.archiveiterator import ArchiveIterator

from archive.corrections import redo, undo
from archive.deposit import DepositError, Description, check_deposit, export_archive
from archive.deposit.bag import PAYLOAD, write_bag
from archive.deposit.descriptions import RIGHTS
from archive.deposit.exported import DATA_FILE
from archive.deposit.imported import fill
from archive.deposit.meanings import dictionary
from archive.deposit.opened import opened
from archive.deposit.web_archive import FILE_NAME
from archive.models import Article, Decision, Mention, Source
from tests.corrections.random_decisions import Staff
from tests.corrections.transfer_archives import everything_shown, make_archive, write_files
from tests.saved_files import run_import
from tests.separate_archive import SeparateArchive
from tests.web_archives import DATE, Archive, page

ABOUT = Description(
    "Mills: a “test”", ["Doe, Jane", "A Library"], RIGHTS, "https://a.example", date(2026, 11, 30)
)


def data_of(deposit: Path) -> Path:
    return deposit / PAYLOAD / DATA_FILE


@pytest.fixture
def rich(archive: None, folder: Path) -> None:
    """Fill the archive with articles, pages of a web archive, and decisions of three people."""
    make_archive(write_files(folder))
    pages = Archive()
    pages.response("http://a.example/1", page("Mill Wheel Oiled", "Its wheel turns quietly."))
    (folder / "saved.warc.gz").write_bytes(pages.data)
    run_import(folder / "saved.warc.gz")
    Staff(3).decide(80)
    last = Decision.objects.filter(undone_at=None, kind="correct").latest("pk")
    undo(last, last.made_by)
    assert Article.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.usefixtures("rich")
def test_the_same_archive_comes_back_and_gives_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    rows = export_archive(first, ABOUT)
    assert rows["archive_decision"] > 40
    expected = everything_shown()
    Article.objects.update(title="Lost", body="Lost")
    Mention.objects.filter(corrections=None).delete()
    far = Source.objects.latest("pk").pk + 900
    Source.objects.create(name="Another", slug="another", pk=far)
    assert everything_shown() != expected
    with opened(first) as file:
        fill(file, lambda count: None)
    connection.check_constraints()
    shown = everything_shown()
    assert shown["articles"] == expected["articles"]
    assert shown["entities"] == expected["entities"]
    assert [row[:3] for row in shown["decisions"]] == [row[:3] for row in expected["decisions"]]
    assert export_archive(second, ABOUT) == rows
    assert data_of(second).read_bytes() == data_of(first).read_bytes()
    # New rows get new ids, and decisions can be redone and undone.
    highest = Source.objects.latest("pk").pk
    assert highest < Source.objects.create(name="New", slug="new").pk < far
    user = User.objects.get(username="staff-1")
    assert not (user.is_active or user.has_usable_password())
    last = Decision.objects.filter(undone_at__isnull=False).latest("undone_at")
    redo(last, user)
    assert everything_shown()["articles"] != expected["articles"]
    undo(Decision.objects.get(pk=last.pk), user)
    assert everything_shown()["articles"] == expected["articles"]


@pytest.mark.usefixtures("rich")
def test_a_stranger_can_read_the_deposit(tmp_path: Path) -> None:
    deposit = tmp_path / "deposit"
    export_archive(deposit, ABOUT)
    manifests = ["manifest-sha256.txt", "tagmanifest-sha256.txt"]
    subprocess.run(["sha256sum", "--check", "--strict", *manifests], cwd=deposit, check=True)
    readme = (deposit / "README.txt").read_text()
    assert "{" not in readme
    examples = re.findall(r"^  (SELECT .*);$", readme, re.M)
    assert len(examples) == 5
    with closing(sqlite3.connect(data_of(deposit))) as file:
        assert all(file.execute(example).fetchone() for example in examples[:1] + examples[2:])
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        public = Article.objects.public()
        titles = dict(file.execute("SELECT id, title FROM articles"))
        assert titles == dict(public.values_list("pk", "title"))
        columns = file.execute(
            "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p"
            " WHERE m.type IN ('table', 'view')"
        )
        assert set(columns) == {(row[0], row[1]) for row in dictionary() if row[1]}
        assert not [row for row in dictionary() if not row[3]]
        names = {name for (name,) in file.execute("SELECT name FROM staff")}
        assert names <= {"staff-1", "staff-2", "staff-3"}
        assert "auth_user" not in dict(file.execute("SELECT name, type FROM sqlite_master"))
    with (deposit / PAYLOAD / FILE_NAME).open("rb") as stream:
        records = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in records] == ["warcinfo", "response"]
    assert records[1][1].get_header("WARC-Target-URI") == "http://a.example/1"
    assert records[1][1].get_header("WARC-Date") == DATE
    assert json.loads((deposit / "datacite.json").read_text())["creators"][0]["givenName"] == "Jane"
    assert 'title: "Mills: a “test”"' in (deposit / "CITATION.cff").read_text()


def write_again(deposit: Path) -> None:
    """Give the files of a deposit the right checksums."""
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt", "bagit.txt", "bag-info.txt"):
        (deposit / name).unlink()
    write_bag(deposit, {})


def change_a_byte(deposit: Path) -> None:
    content = bytearray(data_of(deposit).read_bytes())
    content[-1] ^= 1
    data_of(deposit).write_bytes(content)


def remove_the_data(deposit: Path) -> None:
    data_of(deposit).unlink()


def add_a_file(deposit: Path) -> None:
    (deposit / PAYLOAD / "more.txt").write_text("More")


def add_a_list_to_fetch(deposit: Path) -> None:
    (deposit / "fetch.txt").write_text("http://a.example/ 1 data/x")


def link_a_file(deposit: Path) -> None:
    data_of(deposit).unlink()
    data_of(deposit).symlink_to("/etc/passwd")


def add_a_line(line: str) -> Callable[[Path], None]:
    def change(deposit: Path) -> None:
        with (deposit / "manifest-sha256.txt").open("a") as manifest:
            manifest.write(f"{line}\n")

    return change


def run_sql(*statements: str) -> Callable[[Path], None]:
    def change(deposit: Path) -> None:
        with closing(sqlite3.connect(data_of(deposit), isolation_level=None)) as file:
            file.execute("PRAGMA writable_schema=ON")
            for statement in statements:
                file.execute(statement)
        write_again(deposit)

    return change


def put_a_bomb(deposit: Path) -> None:
    bomb = zlib.compress(b"0" * 50_000_000)
    with closing(sqlite3.connect(data_of(deposit), isolation_level=None)) as file:
        file.execute("UPDATE archive_capturecontent SET compressed = ?", [bomb])
    write_again(deposit)


def write_nonsense(deposit: Path) -> None:
    data_of(deposit).write_bytes(b"nonsense" * 1000)
    write_again(deposit)


ZEROS = "0" * 64
SPOILT: list[tuple[Callable[[Path], None], str]] = [
    (change_a_byte, "was changed: its SHA-256 is wrong"),
    (remove_the_data, "The file data/archive.sqlite3 is missing"),
    (add_a_file, "The file data/more.txt is in no manifest"),
    (link_a_file, "is neither a file nor a folder"),
    (lambda deposit: (deposit / "bagit.txt").unlink(), "is not a complete deposit"),
    (add_a_list_to_fetch, "The file fetch.txt is in no manifest"),
    (add_a_line(f"{ZEROS}  data/../../x"), "names a file outside of the folder"),
    (add_a_line(f"{ZEROS}  /etc/passwd"), "names a file outside of the folder"),
    (add_a_line(f"{ZEROS}  data/other"), "The file data/other is missing"),
    (add_a_line("nonsense"), "has a line that is not valid"),
    (write_nonsense, "cannot be read (file is not a database)"),
    (run_sql("PRAGMA user_version=2"), "has the format 2; this version of Dateline reads"),
    (run_sql("PRAGMA application_id=1"), "was not written by Dateline"),
    (run_sql("CREATE TABLE more (id)"), "The table more of the file"),
    (
        run_sql("CREATE TRIGGER t AFTER INSERT ON about BEGIN DELETE FROM staff; END"),
        "The trigger t of the file",
    ),
    (
        run_sql("DROP TABLE about", "CREATE VIEW about AS SELECT 'format' AS name, 1 AS value"),
        "does not have the table about",
    ),
    (run_sql("DROP VIEW articles"), "The view articles is missing"),
    (
        run_sql("UPDATE about SET value = 'archive.0010_stories' WHERE name = 'migration'"),
        "The deposit has the tables of archive.0010_stories (Dateline",
    ),
    (run_sql("DELETE FROM archive_sourcename"), "The table archive_sourcename has 0 rows"),
    (put_a_bomb, "do not have its size and SHA-256"),
]


@pytest.mark.usefixtures("rich")
def test_a_spoilt_deposit_is_refused_by_name(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    export_archive(whole, ABOUT)
    assert check_deposit(whole)["archive_article"] == Article.objects.count()
    for number, (spoil, message) in enumerate(SPOILT):
        deposit = shutil.copytree(whole, tmp_path / f"spoilt-{number}")
        spoil(deposit)
        with pytest.raises(DepositError, match=re.escape(message)):
            check_deposit(deposit)
    for statement, message in [
        ("UPDATE archive_article SET is_corrected = 7", "column is_corrected"),
        ("UPDATE archive_article SET language = 'much too long'", "column language"),
        ("UPDATE archive_article SET created_at = 'today'", "column created_at"),
        ("UPDATE archive_article SET problems = '['", "column problems"),
        ("UPDATE archive_article SET title = x'41'", "column title"),
        ("UPDATE archive_decision SET made_by_id = 77", "column made_by_id"),
        ("UPDATE staff SET name = ''", "a name that no login can have"),
    ]:
        deposit = shutil.copytree(whole, tmp_path / statement.split("SET ")[1].split()[0])
        run_sql("PRAGMA ignore_check_constraints=ON", statement)(deposit)
        with opened(deposit) as file, pytest.raises(DepositError, match=message):
            fill(file, lambda count: None)


@pytest.mark.django_db(transaction=True)
def test_the_commands_write_a_deposit_and_read_it_into_an_empty_archive(
    make_archive: Callable[[], SeparateArchive], folder: Path, tmp_path: Path
) -> None:
    one, other = make_archive(), make_archive()
    deposit = tmp_path / "deposit"
    (tmp_path / "deposit.part").mkdir()  # what a killed export leaves
    write_files(folder)
    one.run("manage.py", "import_articles", str(folder))
    options = [
        "--title",
        "Mills",
        "--author",
        "Doe, Jane",
        "--rights",
        "All kept.",
        "--staff-names",
    ]
    printed = one.run("manage.py", "export_archive", str(deposit), *options)
    assert f"Written into {deposit}:" in printed
    assert [path.name for path in tmp_path.glob("deposit*")] == ["deposit"]
    assert "All kept." in (deposit / "README.txt").read_text()
    assert "login names" in (deposit / "README.txt").read_text()
    assert all(path.stat().st_mode & 0o077 == 0 for path in deposit.rglob("*"))
    other.run("manage.py", "import_archive", str(deposit))
    contents, before = other.contents(), one.contents()
    # The keys of a JSON value can be in another order.
    words = [sorted(re.findall(r"\w+", each.pop("rows"))) for each in (contents, before)]
    assert words[0] == words[1]
    assert contents == before
    assert contents["index"][0] == "ready"


@pytest.mark.django_db
def test_nothing_is_overwritten(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_archive", str(tmp_path))
    with pytest.raises(CommandError, match=r"not a complete deposit.* Nothing was changed"):
        call_command("import_archive", str(tmp_path), "--check")
