"""The ties of a finished city as one network: who relies on whom, and back. Needs igraph.

Reads everything and writes nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config.refusal import Refusal

if TYPE_CHECKING:
    from sim.model.model import CityModel


def observe_network(model: CityModel) -> dict[str, float]:
    """Return what the ties of the people present look like as a whole.

    Returns
    -------
    dict with
        people, ties
            How many of each; a tie is directed, from the one who holds it.
        mean_degree
            Different people a person is tied to, whoever of the two holds the tie.
        reciprocity
            Share of ties that are held from the other side too.
        clustering
            Closed triples / connected triples, direction left aside.
        giant_component
            Share of people in the largest group that is connected, direction left aside.
        assortativity
            Nominal assortativity by field (Newman 2003): 1 ties stay within fields, 0 fields do
            not matter, below 0 ties seek other fields; 0 where all are of one field.
    """
    graph, field = _graph(model)
    undirected = graph.as_undirected()
    largest = max(graph.connected_components(mode="weak").sizes(), default=0)
    measured = {
        "people": graph.vcount(),
        "ties": graph.ecount(),
        "mean_degree": 2 * undirected.ecount() / max(1, graph.vcount()),
        "reciprocity": graph.reciprocity(),
        "clustering": undirected.transitivity_undirected(mode="zero"),
        "giant_component": largest / max(1, graph.vcount()),
        "assortativity": graph.assortativity_nominal(field, directed=True),
    }
    return {name: _known(value) for name, value in measured.items()}


def _graph(model: CityModel) -> tuple[Any, list[int]]:
    """Return the ties as a directed graph, people in the order of identities, and their fields."""
    igraph = _igraph()
    people, ties = model.city.people, model.city.ties
    rank = np.full(people.size, -1)
    rank[people.order] = np.arange(len(people.order))
    other = ties.other[people.order]
    holder, slot = np.nonzero(other >= 0)
    pairs = np.stack([holder, rank[other[holder, slot]]], axis=1)
    graph = igraph.Graph(n=len(people.order), edges=pairs.tolist(), directed=True)
    return graph, model.city.poles()[people.order].tolist()


def _igraph() -> Any:
    """Load igraph, which only this page of the memory needs."""
    try:
        return import_module("igraph")
    except ImportError as missing:
        raise Refusal.of("recorder.no_igraph") from missing


def _known(value: float) -> float:
    """Return a number, 0 where nothing can be said (no ties, or one field)."""
    return float(value) if np.isfinite(value) else 0.0
