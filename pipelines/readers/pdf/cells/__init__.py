"""Step 5: the cells of one page and their text.

Takes the print of a page and its grids. Puts every character into its cell, refuses grids without text,
divides rows that no ruling divides, and returns the page as running lines and pieces of tables
(:class:`~.pieces.PageReading`).
"""
