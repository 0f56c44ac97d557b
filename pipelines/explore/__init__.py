"""The published warehouse in a browser: a small local web application, and the same pages as a static site.

Takes the published file, and the disclosures that it was built from. Gives pages, pictures and CSV files:

- ``pages`` asks the warehouse: one module a page, plain functions that return rows;
- ``printed`` rebuilds statements as they are printed; ``pictures`` cuts the place of a figure from its page;
- ``language`` and ``wording`` say things in Chinese or English; ``spreadsheet`` writes what Excel opens;
- ``application`` answers requests, ``site`` writes files.
"""
