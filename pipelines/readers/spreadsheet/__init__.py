"""Spreadsheets: a sheet is a page, and what a cell shows is what is published."""
