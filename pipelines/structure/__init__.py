"""Which line is the sum of which, and which column of which: a search over exact numbers, without words.

Takes numbers with hints from paper, from a dbt model. Gives rows that say what adds up to what.

`read_structure` reads one block; hints propose, sums decide. `blocks_from_rows` makes blocks of many tables
from rows, and `find_sums` finds sums from numbers and blanks alone.
"""

from pipelines.structure.block import Block, Column, Line, blocks_from_rows
from pipelines.structure.evidence import Evidence, Figures, Places
from pipelines.structure.reading import Division, Structure, Tree, read_structure
from pipelines.structure.sums import Sum, find_sums

__all__ = [
    "Block",
    "Column",
    "Division",
    "Evidence",
    "Figures",
    "Line",
    "Places",
    "Structure",
    "Sum",
    "Tree",
    "blocks_from_rows",
    "find_sums",
    "read_structure",
]
