"""Fast SQL for many rows, and background threads that use the database.

bulk.py             insert, update and select many rows without the cost of Django's model instances
prepared.py         queries whose SQL text is built once and reused
background_loop.py  repeats a task in a thread with its own database connection
"""
