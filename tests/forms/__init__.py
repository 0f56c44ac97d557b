"""Writes a document in other forms, so that the same content can be read from each of them.

One module for each form, each with ``write(document, path)``.
"""
