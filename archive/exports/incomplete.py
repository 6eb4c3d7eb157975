"""The error that ends a file which cannot be completed."""


class IncompleteExport(Exception):
    """Raised while a file is made if an article of its list is not public any more."""
