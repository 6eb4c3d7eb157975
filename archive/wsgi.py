"""The application that gunicorn serves: `gunicorn archive.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
application = get_wsgi_application()

from archive.search import start_following  # noqa: E402  (needs the models, which are loaded by now)

start_following()
