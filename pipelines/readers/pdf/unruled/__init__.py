"""Step 4: tables without vertical rulings.

Takes the printed lines outside all ruled tables, and the horizontal rulings outside all frames. Returns one
:class:`~..ruled.grid.Grid` for each table that the gaps between words make; other stretches of lines with
amounts are kept as :class:`~..ruled.refused.RefusedGrid` with the reason.
"""
