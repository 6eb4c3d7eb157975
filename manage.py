#!/usr/bin/env python
"""Dateline's command line: `python manage.py help` lists the commands."""

import os
import signal
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from archive.database.storage import explain

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except ImproperlyConfigured as error:
        sys.exit(f"Dateline cannot start. {error}")
    except BrokenPipeError:
        # The reader of our output has ended (`| head`). Python would try to flush the rest again at
        # its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        if sentence := explain(error):
            sys.exit(f"{sentence} ({error})")
        message = str(error).strip()
        sys.exit(
            f"The database cannot be used: {message}\n"
            "Run `make setup` to create or update its tables."
        )
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
