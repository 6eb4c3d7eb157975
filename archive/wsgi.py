"""The application that gunicorn serves: `gunicorn archive.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django_application = get_wsgi_application()

# These imports need the models, which are loaded only by the code above.
from archive.corrections.unfinished import start_finishing  # noqa: E402
from archive.middleware import keep_plain_content_type  # noqa: E402
from archive.search import start_following  # noqa: E402
from ingest.layouts import LAYOUTS  # noqa: E402, F401  (so that no search has to load them)

application = keep_plain_content_type(django_application)

start_following()
start_finishing()
