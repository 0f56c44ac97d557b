"""The columns of a whole table, from the column edges of its pieces."""

from __future__ import annotations

# Edges of two pieces this close (points) are one edge, once the left edges of the pieces are aligned.
SAME_COLUMN_EDGE = 3.0
# Edges of pieces with the same number of columns may differ by this much (points) from page to page.
WANDERING_EDGE = 14.0
# ... and by this much where they come from gaps between words: such an edge is anywhere in the gap.
WANDERING_GAP = 60.0


def column_places(edges_of_pieces: list[list[float]], wandering: float = WANDERING_EDGE) -> list[list[int]]:
    """For each piece, the place of each of its edges among the edges of the whole table.

    A piece often lacks the rows that divide some columns, so the whole table has the union of all edges.
    Pieces with the same number of columns have the same edges if none differs by more than ``wandering``
    points.
    """
    first = edges_of_pieces[0]
    shifted = [[x - edges[0] + first[0] for x in edges] for edges in edges_of_pieces]
    leaders: list[list[float]] = []
    leader_of: list[int] = []
    for edges in shifted:
        for index, leader in enumerate(leaders):
            if len(leader) == len(edges) and all(
                abs(a - b) <= wandering for a, b in zip(leader, edges, strict=True)
            ):
                leader_of.append(index)
                break
        else:
            leader_of.append(len(leaders))
            leaders.append(edges)
    union: list[float] = []
    for x in sorted(x for leader in leaders for x in leader):
        if not union or x - union[-1] > SAME_COLUMN_EDGE:
            union.append(x)
    places = [_nearest_places(leader, union) for leader in leaders]
    return [places[index] for index in leader_of]


def _nearest_places(edges: list[float], union: list[float]) -> list[int]:
    """The nearest place of each edge in the union, strictly increasing so that no column is lost."""
    places: list[int] = []
    for x in edges:
        nearest = min(range(len(union)), key=lambda i: abs(union[i] - x))
        places.append(max(nearest, places[-1] + 1) if places else nearest)
    return places
