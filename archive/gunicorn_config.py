"""How gunicorn serves Dateline: `gunicorn -c python:archive.gunicorn_config archive.wsgi`.

Each value can be overridden on gunicorn's command line; docs/deploy.md says when one would.
"""

bind = "127.0.0.1:8000"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 30
# A search box takes what a person pastes. A thousand Korean letters are 9,000 bytes once
# percent-encoded, which is more than the largest limit gunicorn knows (8,190); past it a reader
# would see gunicorn's bare error instead of our page. 0 leaves the bounds to gunicorn's own buffers
# and to the front server.
limit_request_line = 0
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
accesslog = None
errorlog = "-"
