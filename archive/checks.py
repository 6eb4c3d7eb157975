"""System checks of Dateline's own: run by `manage.py check`, `make test` and before every server start."""
