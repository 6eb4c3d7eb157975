"""Real front servers, nginx and Caddy, with the configuration of docs/ before a real gunicorn."""
