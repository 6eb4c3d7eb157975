#!/usr/bin/env python
"""Dateline's command line: `python manage.py help` lists what it can do."""

import os
import signal
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

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
        # Whoever read our output is gone (`| head`). Python would try to flush the rest once more
        # when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        said = str(error).strip()
        sys.exit(
            f"The database cannot be used: {said}\n`make setup` makes its tables and brings them up"
            " to date."
        )
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
