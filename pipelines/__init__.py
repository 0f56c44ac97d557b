"""The paper side of Yusuan: bytes in, raw tables out. What a figure means is decided in ``dbt_project/``."""
