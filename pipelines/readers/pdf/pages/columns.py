"""The columns of a whole table, from the column edges of its pieces."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping, Sequence

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


def aligned(edges: Sequence[float], anchors: Mapping[int, int], target: Sequence[float]) -> list[float]:
    """The edges of a piece moved onto the edges of the table that they are known to be.

    ``anchors`` gives for places in ``edges`` the place of the same edge in ``target``. Edges between two
    anchors are the table's where both have the same number there, and else keep their share of the distance.
    Anchors that cross each other say nothing: then the edges stay where they are.
    """
    known = sorted(anchors.items())
    if not known or any(a[1] >= b[1] for a, b in itertools.pairwise(known)):
        return list(edges)
    known = _with_edges_between(known)
    places = [place for place, _ in known]
    moved: list[float] = []
    for place, x in enumerate(edges):
        after = bisect_right(places, place)
        (left, to_left), (right, to_right) = known[max(after - 1, 0)], known[min(after, len(known) - 1)]
        if place == left or left == right:
            moved.append(target[to_left] + x - edges[left])
        else:
            share = (x - edges[left]) / (edges[right] - edges[left])
            moved.append(target[to_left] + share * (target[to_right] - target[to_left]))
    return moved


def _with_edges_between(known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """More anchors: the edges between two neighbouring ones, where both sides have equally many."""
    more = list(known)
    for (left, to_left), (right, to_right) in itertools.pairwise(known):
        if right - left == to_right - to_left:
            more += [(left + step, to_left + step) for step in range(1, right - left)]
    return sorted(more)
