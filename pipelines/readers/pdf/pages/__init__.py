"""Step 6: whole tables over several pages.

Takes the readings of all pages in order. Decides whether the first piece of a page continues the last table,
joins cells that the page end cuts, and returns the running lines and whole tables of the document
(:class:`~.stitch.Stitcher`).
"""
