"""The SQLite store: tables, migrations, reading and writing."""
