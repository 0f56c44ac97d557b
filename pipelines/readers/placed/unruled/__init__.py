"""Tables without rulings on pages where each text is one cell, or a line of one.

``texts`` cuts the print into these texts, ``columns`` and ``rows`` find the body of a table, ``labels`` its
header, and ``tables`` makes grids of them. What does not fit completely is refused, and read as lines.
"""

from pipelines.readers.placed.unruled.tables import by_texts

__all__ = ["by_texts"]
