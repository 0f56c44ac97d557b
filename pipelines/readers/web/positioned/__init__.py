"""Pages made of positioned pieces: a PDF turned into HTML, each text of it with its left and top.

Such pages are ink on paper: ``pages`` recognises them and finds their sheets, ``lengths`` and ``fonts`` read
what the styles say, ``pens`` writes texts at their places, which ``cutting`` and ``squeezing`` keep apart,
and ``drifting`` doubts figures beside lines that may be in other rows. ``rulings`` and ``vectors`` find the
drawn lines, ``backgrounds`` those in pictures, and ``pieces`` goes through the elements and makes placed
pages of them. ``around`` adds what is on none.
"""

from pipelines.readers.web.positioned.around import with_text_around
from pipelines.readers.web.positioned.pages import is_positioned
from pipelines.readers.web.positioned.pieces import placed_pages

__all__ = ["is_positioned", "placed_pages", "with_text_around"]
