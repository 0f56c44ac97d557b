"""The dbt project, compiled once and built batch by batch.

Takes the batches of documents of the raw store, and the SQL that dbt has compiled. Gives the tables of
schemas ``staging``, ``intermediate`` and ``marts`` in the build database, and what the data tests found
in them.
"""

from pipelines.models.results import BuildFailed

__all__ = ["BuildFailed"]
