"""The published warehouse.

Takes the tables of schema ``marts`` that dbt has built. Gives one read-only file that is switched to in one
step, and answers questions about it: its rows, its quality, the rules that it lost.
"""
