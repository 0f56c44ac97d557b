"""Step 2: what the characters say.

Takes characters. Returns them as printed lines of text, horizontal or vertical, and says which texts are
figures.
"""
