"""Gives the archive of this environment outlets and places: `python -m
tests.importing.fill_archive`."""

import django


def main() -> None:
    django.setup()
    from tests.saved_files import make_sources_and_places

    make_sources_and_places()


if __name__ == "__main__":
    main()
