"""Characters as printed lines of text, and which texts are figures."""
