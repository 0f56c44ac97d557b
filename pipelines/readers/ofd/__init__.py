"""OFD (GB/T 33190), the fixed-layout format of Chinese authorities: a ZIP container of XML files.

``package`` opens the container, ``objects`` puts the texts, paths and pictures of a page at their places, and
``reader`` goes through the pages. Signatures and seals are ignored.
"""

from pipelines.readers.ofd.reader import read_ofd, render_page

__all__ = ["read_ofd", "render_page"]
