"""Bytes in, raw tables out, and everything around the dbt project that gives the raw tables their meaning.

The rooms stand in the order of the data, and each imports only from those before it: ``raw_folder``,
``readers``, ``arrivals``, ``workers``, ``reading``, ``raw_store``, ``structure``, ``models``, ``batches``,
``engines``, ``lake``, ``release``, ``orchestration``, ``command``, ``explore``. What a figure means is
decided in ``dbt_project/``.
"""

import importlib.util
import sys
from importlib.abc import MetaPathFinder


class _NoPandas(MetaPathFinder):
    """Says at once that pandas is not installed.

    DuckDB imports it for each value that it binds, twice for each of a list, and Python looks through all its
    folders each time: to bind a list of 10,000 keys took two seconds.
    """

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=fullname)


if importlib.util.find_spec("pandas") is None:
    sys.meta_path.insert(0, _NoPandas())
