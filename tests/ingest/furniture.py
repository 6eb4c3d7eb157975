"""Lines around an article on a saved page; the body of the article must not contain them."""

import re

_FURNITURE = re.compile(
    r"-0-|www\.kcna\.kp|\(KCNA\) ?-|More From|More Articles|Share Button|Read original"
    r" version|Date: \d|Source: "
    r"|All rights reserved|to your inbox|^(?:Title|Date|Source|URL|Topic|Saved): |\(Juche"
    r" ?\d+\.\d+\.\d+\.\)$",
    re.MULTILINE,
)


def furniture_in(body: str) -> list[str]:
    """Return the pieces of page furniture in a body; the list is empty for a clean body."""
    return _FURNITURE.findall(body)
