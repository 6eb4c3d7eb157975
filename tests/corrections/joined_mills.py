"""Files about two mills that an import joins by mistake, because their texts are nearly equal."""

from pathlib import Path

from archive.models import Article, Extract
from tests.saved_files import plain, run_import, save, sentences

COMMON = sentences(1, 12)
NORTH = f"{COMMON}\n\nThe north mill in Kujang County turned at dawn."
SOUTH = f"{COMMON}\n\nThe south mill in Kujang County turned at dawn, and lamps were lit."
LINK = "http://www.kcna.kp/en/article/"


def write_mills(folder: Path) -> tuple[Path, Path]:
    """Save a file about the north mill and one about the south mill, with the same title."""
    north = plain("Mill Opened", NORTH, url=f"{LINK}n")
    return save(folder, "north", north), save(folder, "south", plain("Mill Opened", SOUTH))


def import_joined(folder: Path) -> tuple[Extract, Extract]:
    """Import the two files; return the extracts of the north and the south mill."""
    for path in write_mills(folder):
        run_import(path)
    article = Article.objects.get()
    north, south = article.extracts.order_by("pk")
    return north, south


def article_at(folder: Path, name: str) -> Article:
    """Return the article of the file that was saved with this name."""
    return Article.objects.get(extracts__capture__paths__path=str(folder / f"{name}.txt"))
