"""temporary"""
from __future__ import annotations
import ast, gzip, json, re, sys, time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from pipelines.structure.evidence import Figures
from pipelines.structure.sums import find_sums
SHARED = Path("/work/shared/tables/aggregations.jl.gz")
MARKS = {"None Point": ("", "."), "Comma Point": (",", "."), "Space Comma": (" ", ","), "Space Point": (" ", "."), "None Comma": ("", ",")}
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
def parse(text, mark):
    group, point = MARKS[mark]
    t = text.replace("\xa0", " ").strip().strip("$€£%* ")
    neg = t.startswith("(") and t.endswith(")")
    if neg: t = t[1:-1].strip("$ %")
    if group: t = t.replace(group, "")
    t = t.replace(point, ".") if point != "." else t
    if not NUMBER.fullmatch(t) or re.fullmatch("00+", t): return None
    v = Decimal(t)
    return -v if neg else v
def matrix(table):
    A = table["table_array"]; mark = table["number_format"]
    vals = [[parse(c, mark) for c in row] for row in A]
    exps = [(-v.as_tuple().exponent) for row in vals for v in row if v is not None]
    places = min(max([0, *exps]), 9)
    scale = 10 ** places
    ints = [[None if v is None else int((v * scale).to_integral_value()) for v in row] for row in vals]
    steps = [[1 if v is None else 10 ** max(0, places - max(0, -v.as_tuple().exponent)) for v in row] for row in vals]
    return ints, steps
def predictions(ints, steps):
    F = Figures(ints, steps)
    out = set()
    for s in find_sums(F):
        for p in (*s.places.exact, *s.places.rounding, *s.places.trivial):
            out.add(((s.whole, p), frozenset((q, p) for q in s.parts)))
    for s in find_sums(F.transposed(), True):
        for p in (*s.places.exact, *s.places.rounding, *s.places.trivial):
            out.add(((p, s.whole), frozenset((p, q) for q in s.parts)))
    return out
def truth(table):
    a = table["aggregation_annotations"]; a = ast.literal_eval(a) if isinstance(a, str) else a
    return {(tuple(x["aggregator_index"]), frozenset(map(tuple, x["aggregatee_indices"]))) for x in a if x["operator"] == "Sum"}
def numbered(aggs, ints):
    return {(w, frozenset(p for p in ps if ints[p[0]][p[1]] is not None)) for w, ps in aggs}
def main():
    half = sys.argv[1] if len(sys.argv) > 1 else "all"
    tables = [json.loads(l) for l in gzip.open(SHARED, "rt")]
    totals = Counter(); rows = []
    cpu = 0
    for n, t in enumerate(tables):
        if half == "a" and n % 2 or half == "b" and not n % 2: continue
        ints, steps = matrix(t)
        c0 = time.process_time()
        got = predictions(ints, steps)
        c1 = time.process_time() - c0; cpu += c1
        want = numbered(truth(t), ints); got = numbered(got, ints)
        hit = len(want & got)
        totals.update(hit=hit, want=len(want), got=len(got))
        rows.append((n, len(want), len(got), hit, round(c1, 2)))
    print(totals, "precision %.3f recall %.3f cpu %.1f" % (totals["hit"] / totals["got"], totals["hit"] / totals["want"], cpu))
    print("worst false", sorted(rows, key=lambda r: r[3] - r[2])[:15])
    print("worst missed", sorted(rows, key=lambda r: r[3] - r[1])[:15])
    print("slow", sorted(rows, key=lambda r: -r[4])[:8])
if __name__ == "__main__": main()
