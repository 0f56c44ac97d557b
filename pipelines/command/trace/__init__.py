"""From a published figure back to the printed cell: the chain in words, and a picture of the page.

- ``chain`` finds the fact, its identities and its disclosure in the published warehouse;
- ``neighbours`` finds the cells of its row and its header in the private build file;
- ``source`` finds the file as it was read, and the lines of a text file;
- ``picture`` frames and tints; ``report`` prints, and puts the steps together.
"""
