"""Writes a document as a web page of positioned texts, one for each line of a cell, without any rulings."""

from functools import partial

from forms import positioned_html

write = partial(positioned_html.write, rulings=False)
