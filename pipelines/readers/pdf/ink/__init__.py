"""Step 1: what is printed on one page.

Takes a page as pdfium opens it. Returns its visible characters in drawing order, the text laid over it
(watermarks), and its drawn lines, dots and shaded boxes (:class:`~.printed.PrintedPage`). All boxes are in
points on the upright page.
"""
