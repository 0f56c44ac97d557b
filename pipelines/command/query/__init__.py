"""``yusuan query``: one question to the published warehouse, and its answer for people or for programs.

- ``question`` asks: one statement, which only reads;
- ``terminal`` lays the answer out as a table, or as records where a table is too wide;
- ``values`` says how each value is written; ``files`` writes csv, json, xlsx and parquet;
- ``command`` is the command.
"""
