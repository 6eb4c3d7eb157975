"""The settings of gunicorn: `gunicorn -c python:archive.gunicorn_config archive.wsgi`.

Options on gunicorn's command line replace these values. docs/deploy.md explains when to use them.
"""

bind = "127.0.0.1:8000"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 30
# People paste long texts into the search box. A thousand Korean letters are 9,000 bytes when they
# are percent-encoded, more than the highest limit of gunicorn (8,190). Above the limit a reader
# would see gunicorn's bare error instead of our page. 0 means no limit here; gunicorn's buffers and
# the front server still have limits.
limit_request_line = 0
# A front server passes on headers that its clients invent. From such headers gunicorn would take
# the path of the site (SCRIPT_NAME) and the scheme. Dateline has its own settings for them.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
accesslog = None
errorlog = "-"
