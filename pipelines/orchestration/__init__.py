"""What Dagster sees: assets, checks, job, schedule and sensor.

Takes the functions of the other rooms. Gives the one graph from raw tables to release; each asset is thin.
"""
