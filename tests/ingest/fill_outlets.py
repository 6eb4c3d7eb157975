"""Gives the archive of this environment outlets and places: `python -m tests.ingest.fill_outlets`."""

import django


def main() -> None:
    django.setup()
    from tests.ingest.saved_files import make_outlets_and_places

    make_outlets_and_places()


if __name__ == "__main__":
    main()
