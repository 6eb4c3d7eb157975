"""Fill the archive that the environment variables name with sources and places.

Run it as `python -m tests.importing.fill_archive`.
"""

import django


def main() -> None:
    django.setup()
    from tests.saved_files import make_sources_and_places

    make_sources_and_places()


if __name__ == "__main__":
    main()
