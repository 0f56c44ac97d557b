"""What Dagster materialises; each asset is thin over plain functions."""
