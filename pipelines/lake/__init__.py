"""The published tables in a DuckLake, for many writers and live readers.

Takes the file of a release. Gives the same tables and views in a lake: its catalogue in Postgres or a file,
its rows as Parquet in a folder or an object store, each release as one snapshot.
"""
