"""An article that is not kept, beside the same page as one would first write it."""

from __future__ import annotations

import json

from bench.figures import Figure
from bench.servers import environment, printed
from bench.stage import Stage


def measure(stage: Stage) -> list[Figure]:
    found = json.loads(printed("uncached", environ=environment(stage.copy())))
    naive, naive_queries = found["naive"]
    figures = []
    bounds = {"cold": ((0.65, 0.5), (12, 10)), "warm": ((0.25, 0.2), (4, 3))}
    for name, (cpu_bounds, query_bounds) in bounds.items():
        cpu, queries = found[name]
        note = f"{cpu:.1f} and {naive:.1f} ms of CPU"
        if name == "cold":  # the first of this page; queries are those right after a change
            changed, queries = found["changed"]
            note += f"; right after a change {changed:.1f}"
        label = f"uncached article, {name} ÷ naive"
        figures.append(Figure(label, cpu / naive, *cpu_bounds, at_least=False, note=note))
        note = f"{naive_queries} naive"
        label = f"queries of an article, {name}"
        figures.append(Figure(label, queries, *query_bounds, at_least=False, note=note))
    return figures
