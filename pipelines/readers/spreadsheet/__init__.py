"""Spreadsheets: a sheet is a page, and what a cell shows is what is published.

A reader of one form (``ooxml`` of .xlsx and .xlsm, ``biff`` of .xls, ``opendocument`` of .ods; WPS writes .et
as one of the first two) makes a ``Workbook``. ``number_format`` shows a value as the program does, ``seen``
separates what can be seen from what is hidden, and ``reader`` makes the document of it.
"""

from pipelines.readers.spreadsheet.reader import read_ods, read_xls, read_xlsx

__all__ = ["read_ods", "read_xls", "read_xlsx"]
