"""The settings of gunicorn: `gunicorn -c python:archive.gunicorn_config archive.wsgi`.

Options on gunicorn's command line replace these values; docs/deploy.md explains such options.
"""

import logging

bind = "127.0.0.1:8000"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 30
# Seconds for which an idle connection stays open. The front server must close it earlier, as in
# docs/nginx.conf and docs/Caddyfile. Otherwise it could send a form on a connection that is just
# being closed, and answer 502.
keepalive = 5
# People paste long texts into the search box. In an address, a thousand Korean letters are 9,000
# bytes, more than the highest limit that gunicorn has (8,190). For a longer address, readers would
# see an error page of gunicorn instead of ours. 0 means that there is no limit here; gunicorn's
# buffers and the front server still have limits.
limit_request_line = 0
# A front server passes on headers that its clients invented. gunicorn would read the path of the
# site (SCRIPT_NAME) and the scheme from such headers. Dateline has its own settings for the path
# and the scheme.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
accesslog = None
errorlog = "-"


def on_starting(server: object) -> None:
    """Keep messages about malformed requests out of the log: they contain what clients sent."""
    logging.getLogger("gunicorn.error").addFilter(is_not_about_a_request)


def is_not_about_a_request(record: logging.LogRecord) -> bool:
    """Return True if a message of gunicorn is not about a malformed request."""
    return not record.getMessage().startswith("Invalid request from ")
