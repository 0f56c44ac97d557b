"""The part of the project that joins all documents, on an engine of one's choice.

Takes the build database, or Parquet made of it. Gives the tables and views of this part as Parquet, from
DuckDB or from Spark, and what differs between the two.
"""
