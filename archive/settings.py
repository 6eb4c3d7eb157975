"""Django's settings, read from environment variables and from the file `.env` next to manage.py.

docs/deploy.md explains the variables.
"""

import os
from pathlib import Path
from urllib.parse import quote

from environs import Env

from archive.environment import (
    checked,
    count_of,
    hosts,
    private_folder,
    read_file,
    readable_sqlite,
    required,
    site_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
ENV_FILE = os.environ.get("DATELINE_ENV_FILE", str(BASE_DIR / ".env"))
if ENV_FILE:
    read_file(env, ENV_FILE, is_named="DATELINE_ENV_FILE" in os.environ)

YES_OR_NO = "1 or 0"

DEBUG = checked(env.bool, "DATELINE_DEBUG", False, YES_OR_NO)
SECRET_KEY = required(env, "DATELINE_SECRET_KEY", "(50 random characters; make run writes one)")
ALLOWED_HOSTS = hosts(required(env, "DATELINE_ALLOWED_HOSTS", "archive.example.org"))
SITE_URL = site_url(env.str("DATELINE_URL", ""))

# Every command and the server read this module before they write anything. After this line, only
# the system account that runs Dateline can read the files that Dateline, SQLite and tantivy make,
# whatever umask the shell has.
os.umask(0o077)

# One folder has all files that Dateline writes: database, index, collected static files.
STATE_DIR = private_folder(
    "DATELINE_STATE_DIR", env.str("DATELINE_STATE_DIR", "") or str(BASE_DIR / "var")
)
INDEX_DIR = STATE_DIR / "index"

ADMIN_ENABLED = checked(env.bool, "DATELINE_ADMIN", True, YES_OR_NO)

INSTALLED_APPS = [
    "archive",
    "django_filters",
    "axes",
    "archive.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # The first three add security headers. They are first, because the answers of the middleware
    # below also need these headers: static files, redirects to HTTPS, answers to rejected hosts.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.middleware.SecurityHeaders",
    "archive.middleware.use_site_url",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.middleware.send_no_body_to_head",
    "archive.middleware.read_escaped_ampersands",
    # After WhiteNoise, because the files that WhiteNoise sends are already compressed.
    "django.middleware.gzip.GZipMiddleware",
    "archive.middleware.ignore_cookies_of_readers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "archive.middleware.LimitBodies",  # before the CSRF check, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "archive.middleware.ExplainStorage",
]

ROOT_URLCONF = "archive.urls"
# The site is always at the root of its host. A SCRIPT_NAME that the server passes is ignored.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {  # public pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "archive.display.templating.environment"},
    },
    {  # the admin
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "staff"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE = f"sqlite:///{quote(str(STATE_DIR / 'dateline.sqlite3'))}"
DATABASES = {
    "default": checked(
        env.dj_db_url, "DATABASE_URL", SQLITE, "a URL such as postgres://user:password@host/name"
    )
}
# Connections stay open, because opening a connection takes longer than most queries. Because
# CONN_HEALTH_CHECKS is true, Django opens a new connection if PostgreSQL was restarted.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = readable_sqlite(str(DATABASES["default"]["NAME"]))
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
            " PRAGMA wal_autocheckpoint=8000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "archive.formats"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# The number of servers in front of Dateline that add an address to X-Forwarded-For, or None.
TRUSTED_PROXIES = count_of(env, "DATELINE_TRUSTED_PROXIES")
AXES_CLIENT_IP_CALLABLE = "archive.admin.login_limits.client_address"
AXES_FAILURE_LIMIT = "archive.admin.login_limits.failure_limit"
AXES_COOLOFF_TIME = 0.25  # hours
# Attempts to log in during a lock are not counted. Otherwise anybody at the same IP address could
# prolong the lock.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "typed"]  # not kept in the log of attempts
AXES_RESET_ON_SUCCESS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

MAX_BODY_BYTES = 2_500_000
# The form on an article's admin page sends the whole text of the article. The largest file that an
# import reads has 10 MB, and the encoding of forms can triple the bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32_000_000

# If DEBUG is true, Django prints errors itself. If it is false, errors would be lost without these
# loggers. Wrong requests of visitors, for example for a page that does not exist, are not logged.
LOGGING = (
    {}
    if DEBUG
    else {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s [%(process)d] %(levelname)s %(name)s: %(message)s"}
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},
            # Warnings about pages that do not exist (404) are not logged.
            "django.request": {"level": "ERROR"},
            # Requests with a wrong host name, and forms without a valid CSRF token, are not logged.
            "django.security": {"level": "CRITICAL"},
        },
    }
)

CSRF_FAILURE_VIEW = "archive.admin.site.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("DATELINE_TRUSTED_ORIGINS", [])
HTTPS = checked(env.bool, "DATELINE_HTTPS", SITE_URL.startswith("https:"), YES_OR_NO)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
