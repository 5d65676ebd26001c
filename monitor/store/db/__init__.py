"""The database itself: tables, column types, views, migrations, the SQLite dialect."""
