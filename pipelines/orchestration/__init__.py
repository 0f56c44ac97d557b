"""What Dagster sees: assets, checks, job, schedule and sensor.

Takes the functions of the other rooms. Gives the one graph from what is fetched to the release; each asset is
thin.
"""
