"""Test rules for the code: imports between packages, migrations, settings, lock files."""

import ast
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

import archive
from tests.conftest import ROOT, SEEDS

TOP_LEVEL = {
    *("manage.py", "pyproject.toml", "archive", "ingest", "templates", "static", "tests", "seeds"),
    *("README.md", "CHANGELOG.md", "LICENSE", "Makefile", "requirements.lock", "docs"),
}
LAYERS = [
    "archive.models",
    "archive.database",
    "archive.matching",
    "archive.stories",
    "archive.measures",
    "archive.search",
    "archive.display",
    "archive.corrections",
    "archive.listing",
    "archive.records",
    "archive.exports",
    "archive.api",
    "archive.deposit",
    "archive.importing",
    "archive.views",
    "archive.admin",
    "archive.management",
]
"""The packages of `archive`. A package may import only packages before it in this list."""
START_UP = {
    f"archive.{name}" for name in ("apps", "checks", "middleware", "settings", "urls", "wsgi")
}
"""Modules that Django loads: they may import any package, and no package imports them."""


def modules(package: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each module of a package with the full names of what it imports."""
    for path in sorted((ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name} imports relatively"
                imported |= {f"{node.module}.{alias.name}" for alias in node.names}
        yield name, imported


def is_in(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def tracked_files() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listing.stdout.split("\0") if name]


def test_ingest_imports_neither_django_nor_archive() -> None:
    for name, imported in modules("ingest"):
        foreign = {module for module in imported if is_in(module, {"django", "archive"})}
        assert not foreign, f"{name} imports {foreign}"


def test_packages_of_archive_import_only_those_before_them() -> None:
    for name, imported in modules("archive"):
        for index, layer in enumerate(LAYERS):
            if is_in(name, {layer}):
                later = {
                    module
                    for module in imported
                    if is_in(module, {*LAYERS[index + 1 :], *START_UP})
                }
                assert not later, f"{name} imports {later}"


def test_every_package_of_archive_is_in_a_layer() -> None:
    packages = {f"archive.{path.parent.name}" for path in (ROOT / "archive").glob("*/__init__.py")}
    assert packages == {*LAYERS, "archive.formats", "archive.migrations"}


def test_the_docstring_of_every_package_lists_its_modules() -> None:
    for path in [*ROOT.glob("archive/**/__init__.py"), *ROOT.glob("ingest/**/__init__.py")]:
        if "management" in path.parts or path.parent.name == "migrations":
            continue
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        named = set(re.findall(r"(?<![/\w])[a-z_]+(?:\.py\b|/(?=\s))", docstring))
        present = {module.name for module in path.parent.glob("*.py")} - {"__init__.py", "apps.py"}
        present |= {f"{package.parent.name}/" for package in path.parent.glob("*/__init__.py")} - {
            "migrations/"
        }
        assert named - {"data/"} == present, path


def test_the_top_level_has_no_other_files() -> None:
    tops = {name.split("/")[0] for name in tracked_files()}
    assert {name for name in tops if not name.startswith(".")} <= TOP_LEVEL


def test_seeds_are_kept_byte_for_byte() -> None:
    attributes = subprocess.run(
        ["git", "check-attr", "text", *[f"seeds/{path.name}" for path in SEEDS.iterdir()]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(attributes.stdout.splitlines()) == 4
    assert all(line.endswith("text: unset") for line in attributes.stdout.splitlines())


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_lock_files_pin_with_hashes_and_without_an_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runs = (ROOT / "requirements.lock").read_text()
    tests = (ROOT / "tests/requirements.lock").read_text()
    for requirement in project["dependencies"] + project["optional-dependencies"]["postgres"]:
        assert is_pinned(requirement, runs), requirement
    for requirement in project["optional-dependencies"]["dev"]:
        assert is_pinned(requirement, tests), requirement


def is_pinned(requirement: str, lock: str) -> bool:
    """Return True if a lock file pins the package of a requirement like "django>=5.2"."""
    name = re.match(r"[a-z0-9-]+", requirement)
    return name is not None and re.search(rf"^{name[0]}==", lock, re.MULTILINE) is not None


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


PRODUCTION = {
    "DATELINE_SECRET_KEY": "k" * 20 + "".join(chr(ord("a") + i) for i in range(26)) + "0123456789",
    "DATELINE_ALLOWED_HOSTS": "archive.example.org",
    "DATELINE_URL": "https://archive.example.org",
    "DATELINE_TRUSTED_PROXIES": "1",
}


def only(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """Return an environment with only these variables of Dateline; no file .env is read in it."""
    inherited = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return (
        inherited
        | {"DATELINE_STATE_DIR": str(tmp_path / "state"), "DATELINE_ENV_FILE": ""}
        | environment
    )


def manage(
    tmp_path: Path, environment: dict[str, str], *command: str
) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment in which only these variables of Dateline are set."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=only(tmp_path, environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    for command in ("migrate", "rebuild_index"):
        assert manage(tmp_path, PRODUCTION, command).returncode == 0
    done = manage(tmp_path, PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_the_deployment_check_warns_if_visitors_choose_the_host_name(tmp_path: Path) -> None:
    done = manage(tmp_path, PRODUCTION | {"DATELINE_URL": ""}, "check", "--deploy")
    assert "(archive.W002) DATELINE_URL is not set" in done.stderr


def test_the_deployment_check_warns_if_the_address_of_the_front_server_is_counted(
    tmp_path: Path,
) -> None:
    warning = "(archive.W006) DATELINE_TRUSTED_PROXIES is not set"
    for variables, is_warned in [
        ({"DATELINE_TRUSTED_PROXIES": ""}, True),
        ({"DATELINE_TRUSTED_PROXIES": "0"}, False),
        ({"DATELINE_TRUSTED_PROXIES": "", "DATELINE_HTTPS": "0"}, False),
        ({"DATELINE_TRUSTED_PROXIES": "", "DATELINE_ADMIN": "0"}, False),
    ]:
        done = manage(tmp_path, PRODUCTION | variables, "check", "--deploy")
        assert (warning in done.stderr) == is_warned, variables


@pytest.mark.parametrize(
    ("url", "https", "expected"),
    [
        ("https://archive.example.org/", "", ("https://archive.example.org", True)),
        ("https://archive.example.org:8443", "", ("https://archive.example.org:8443", True)),
        ("http://[::1]:8000", "", ("http://[::1]:8000", False)),
        ("http://archive.example.org", "1", ("http://archive.example.org", True)),
        ("", "", ("", False)),
    ],
)
def test_the_site_url_has_no_slash_and_decides_about_https(
    tmp_path: Path, url: str, https: str, expected: tuple[str, bool]
) -> None:
    variables = PRODUCTION | {"DATELINE_URL": url} | ({"DATELINE_HTTPS": https} if https else {})
    show = "from django.conf import settings as s; print((s.SITE_URL, s.HTTPS))"
    done = manage(tmp_path, variables, "shell", "-v0", "-c", show)
    assert done.stdout.strip() == repr(expected), done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_SECRET_KEY", " "),
        ("DATELINE_ALLOWED_HOSTS", ""),
        ("DATELINE_ALLOWED_HOSTS", ","),
        ("DATELINE_ALLOWED_HOSTS", "a.example b.example"),
        ("DATELINE_ALLOWED_HOSTS", "https://a.example"),
        ("DATELINE_ALLOWED_HOSTS", "a.example:8000"),
        ("DATELINE_URL", "archive.example.org"),
        ("DATELINE_URL", "https://archive.example.org/news"),
        ("DATELINE_URL", "https://ada@archive.example.org"),
        ("DATELINE_URL", "ftp://archive.example.org"),
        ("DATELINE_HTTPS", "maybe"),
        ("DATELINE_DEBUG", "perhaps"),
        ("DATELINE_ADMIN", "off, please"),
        ("DATELINE_TRUSTED_PROXIES", "-1"),
        ("DATELINE_TRUSTED_PROXIES", "127.0.0.1"),
        ("DATELINE_TRUSTED_PROXIES", "²"),
        ("DATELINE_STATE_DIR", "/dev/null"),
        ("DATELINE_ENV_FILE", "/"),
        ("DATELINE_ENV_FILE", "/no/such/file"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_an_invalid_variable_is_named_and_nothing_starts(
    tmp_path: Path, name: str, value: str
) -> None:
    done = manage(tmp_path, PRODUCTION | {name: value}, "check")
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_host_names_may_have_spaces_between_them(tmp_path: Path) -> None:
    some = {"DATELINE_ALLOWED_HOSTS": " a.example , .b.example,[::1], 127.0.0.1,"}
    done = manage(
        tmp_path,
        PRODUCTION | some,
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; print(s.ALLOWED_HOSTS)",
    )
    assert done.stdout.strip() == "['a.example', '.b.example', '[::1]', '127.0.0.1']", done.stderr


@pytest.mark.parametrize("missing", ["DATELINE_SECRET_KEY", "DATELINE_ALLOWED_HOSTS"])
def test_a_missing_variable_is_named_and_nothing_starts(tmp_path: Path, missing: str) -> None:
    environment = {key: value for key, value in PRODUCTION.items() if key != missing}
    done = manage(tmp_path, environment, "check")
    assert done.returncode != 0
    assert missing in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["help"], ["parse_file", str(min(SEEDS.iterdir()))]])
def test_a_command_ends_quietly_if_its_output_is_closed(tmp_path: Path, command: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=only(tmp_path, PRODUCTION),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 128 + signal.SIGPIPE
    process.stderr.close()


def test_the_version_of_the_package_is_the_version_in_pyproject() -> None:
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
        == archive.VERSION
    )


def test_a_database_without_tables_is_reported_in_two_lines(tmp_path: Path) -> None:
    environment = PRODUCTION | {"DATELINE_ADMIN_PASSWORD": "a long enough one"}
    done = manage(tmp_path, environment, "make_admin", "grace")
    assert done.returncode == 1
    message, advice = done.stderr.splitlines()[-2:]
    assert message == "The database cannot be used: no such table: auth_user"
    assert "make setup" in advice
    assert "Traceback" not in done.stderr
    assert "Traceback" in manage(tmp_path, environment, "make_admin", "grace", "--traceback").stderr


def test_the_state_folder_may_have_any_name(tmp_path: Path) -> None:
    state = tmp_path / "my files # 50%25 ? & co"
    assert (
        manage(tmp_path, PRODUCTION | {"DATELINE_STATE_DIR": str(state)}, "migrate").returncode == 0
    )
    assert (state / "dateline.sqlite3").exists()
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_commands_start_without_the_parser() -> None:
    """A command that needs no layouts does not load them: this took half of its time."""
    program = (
        "import sys, django; django.setup(); from archive import admin, urls; import ingest;"
        "print([name for name in sys.modules if name in ('ingest.layouts', 'ingest.read')]);"
        "print(ingest.parse_file.__module__)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert answer.stdout.splitlines() == ["[]", "ingest.pipeline"], answer.stderr
