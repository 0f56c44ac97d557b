"""The warehouse out of the house: Parquet, CSV and workbooks, each described by a data package.

Takes a folder, a format and the published file. Gives a folder that holds one whole export, or an error.
"""
