"""Dates and times of the admin, with a 24-hour clock; Django's English writes "12:22 p.m."."""

DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
