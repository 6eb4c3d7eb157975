"""Fast SQL for many rows, background threads that use the database, and backups.

bulk.py             inserts, updates and selects many rows without making Django model instances
typed_text.py       the look-up `contains_typed`: finds a text in a column, however it is written
prepared.py         queries whose SQL text is built once and reused
backups.py          makes a backup of the database in a folder, and restores it
backup_engines.py   copies a whole database (SQLite or PostgreSQL) to a file, and back
seen_paths.py       the paths under which saved files were imported
snapshot.py         reads the database as it is at one moment
new_folder.py       writes a folder that appears only when it is complete
storage.py          finds out whether the disk is full or read-only
background_loop.py  repeats a task in a thread that has its own database connection
"""
