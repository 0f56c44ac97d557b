"""Step 3: tables with rulings.

Takes the drawn lines, dots and shaded boxes of a page. Joins them to rulings, sorts crossing rulings into
frames, and returns one :class:`~.grid.Grid` for each frame that can be a table, from top to bottom. A frame
that cannot be one is kept as :class:`~.refused.RefusedGrid` with the reason.
"""
