"""The paths under which saved files were imported."""

from collections.abc import Sequence

from archive.database.bulk import in_slices
from archive.models import SeenPath


def first_paths(captures: Sequence[int]) -> dict[int, str]:
    """Return a dict from the id of each of these captures to the path of its first import."""
    paths: dict[int, str] = {}
    for part in in_slices(set(captures)):
        seen = SeenPath.objects.filter(capture__in=part).order_by("-pk")
        paths.update(seen.values_list("capture_id", "path"))
    return paths
