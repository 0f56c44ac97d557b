"""The dbt project, compiled once, and its SQL run in DuckDB.

Takes raw tables, and the SQL that dbt has compiled. Gives the tables of schemas ``staging``, ``intermediate``
and ``marts`` in a database, and what the data tests found in them.
"""

from pipelines.models.results import BuildFailed

__all__ = ["BuildFailed"]
