"""Fast SQL for many rows, and background threads that use the database.

bulk.py             inserts, updates and selects many rows without making Django model instances
prepared.py         queries whose SQL text is built once and reused
background_loop.py  repeats a task in a thread that has its own database connection
"""
