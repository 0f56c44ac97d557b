"""Bytes in, raw tables out, and everything around the dbt project that gives the raw tables their meaning.

The rooms are in the order of the data, and each imports only from those before it: ``raw_folder``,
``readers``, ``arrivals``, ``workers``, ``reading``, ``raw_store``, ``structure``, ``models``, ``batches``,
``engines``, ``lake``, ``release``, ``orchestration``, ``command``, ``explore``. What a figure means is
decided in ``dbt_project/``.
"""
