"""Inequality, maps and networks are measured as closed forms and other people's libraries do."""

from __future__ import annotations

import importlib
import math

import esda
import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inequality.gini import Gini
from libpysal.weights import lat2W
from scipy.stats import expon, lognorm, uniform

from sim.config import Refusal
from sim.recorder import network
from sim.recorder.inequality import gini, moran
from sim.recorder.observe import observe
from tests.villages import everything, fingerprint, settled

AT = (np.arange(100_000) + 1 / 2) / 100_000
"""Evenly spaced shares, so that quantiles at them stand for a whole distribution."""
TINY = 1e-9


@pytest.mark.parametrize(
    ("quantiles", "known"),
    [
        (uniform.ppf(AT), 1 / 3),
        (uniform.ppf(AT, 1, 2), 1 / 6),  # from 1 to 3: width / (6 x mean)
        (expon.ppf(AT), 1 / 2),
        (lognorm.ppf(AT, 0.5), math.erf(0.5 / 2)),
        (lognorm.ppf(AT, 1.0), math.erf(1.0 / 2)),
    ],
)
def test_gini_is_that_of_the_closed_form(quantiles, known):
    assert gini(quantiles) == pytest.approx(known, abs=1e-4)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=50).filter(lambda drawn: sum(drawn) > 1))
def test_gini_is_that_of_the_library(values):
    assert gini(np.array(values)) == pytest.approx(Gini(np.array(values)).g, abs=TINY)


@pytest.mark.parametrize("column", ["income", "rent", "savings"])
def test_gini_in_a_village_is_that_of_the_library(column):
    people = settled().city.people
    values = getattr(people, column)[people.order].astype(float)

    assert gini(values) == pytest.approx(Gini(values).g, abs=TINY)


@pytest.mark.parametrize("side", [4, 5, 12, 40])
def test_moran_of_a_chessboard_and_of_an_even_slope_is_known(side):
    row, column = np.divmod(np.arange(side * side), side)

    assert moran(((row + column) % 2).astype(float), side) == pytest.approx(
        -1.0, abs=TINY if side % 2 == 0 else 1e-2
    )
    for slope in (row, column):
        assert moran(slope.astype(float), side) == pytest.approx((side - 2) / (side - 1))


@settings(max_examples=40)
@given(st.integers(2, 9), st.integers(0, 2**32))
def test_moran_is_that_of_the_library(side, seed):
    values = np.random.default_rng(seed).normal(size=side * side)

    known = esda.Moran(values, lat2W(side, side), "B", permutations=0).I

    assert moran(values, side) == pytest.approx(known, abs=TINY)


def test_the_creative_share_of_blocks_clusters_as_the_library_says():
    model = settled()
    city = model.city
    home = city.cells.block[city.people.home[city.people.order]]
    creative = city.population.array("creative")[city.people.kind[city.people.order]]
    share = np.bincount(home, creative) / np.bincount(home)

    known = esda.Moran(share, lat2W(city.blocks_side, city.blocks_side), "B", permutations=0).I

    assert observe(model)["moran_creative"] == pytest.approx(known, abs=TINY)


def tied(model):
    """Return who relies on whom as networkx keeps it, with the field of each."""
    people, ties, poles = model.city.people, model.city.ties, model.city.poles()
    graph = nx.DiGraph()
    graph.add_nodes_from((row, {"field": int(poles[row])}) for row in people.order.tolist())
    graph.add_edges_from(
        (row, int(other))
        for row in people.order.tolist()
        for other in ties.other[row]
        if other >= 0
    )
    return graph


def test_the_network_of_a_village_is_that_of_another_library():
    model = settled()
    graph = tied(model)
    either = graph.to_undirected()

    seen = network.observe_network(model)

    assert seen["people"] == graph.number_of_nodes() == len(model.city.people.order)
    assert seen["ties"] == graph.number_of_edges()
    assert seen["mean_degree"] == pytest.approx(2 * either.number_of_edges() / len(graph))
    assert seen["reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    assert seen["clustering"] == pytest.approx(nx.transitivity(either))
    largest = max(nx.connected_components(either), key=len)
    assert seen["giant_component"] == pytest.approx(len(largest) / len(graph))
    assert seen["assortativity"] == pytest.approx(
        nx.attribute_assortativity_coefficient(graph, "field")
    )


def test_ties_across_fields_against_chance_are_one_less_assortativity():
    model = settled()

    seen, whole = observe(model), network.observe_network(model)

    assert seen["cross_field_ties_vs_expected"] == pytest.approx(1 - whole["assortativity"])
    assert seen["ties_per_person"] == pytest.approx(whole["ties"] / whole["people"])


def small_city(pairs, fields):
    """Return a village whose only ties are these, between its first people in the order."""
    model = settled().branch(settled().scenario)
    people, ties = model.city.people, model.city.ties
    ties.other[: people.size] = -1
    for one, other in pairs:
        slot = int((ties.other[people.order[one]] >= 0).sum())
        ties.other[people.order[one], slot] = people.order[other]
    people.field[people.order] = 0
    people.field[people.order, 0] = 1
    for who, field in enumerate(fields):
        people.field[people.order[who]] = np.eye(3, dtype=people.field.dtype)[field]
    return model


def test_a_triangle_and_a_pair_are_counted_by_hand():
    # 0 and 1 rely on each other, 1 on 2, 2 on 0; 3 on 4
    model = small_city([(0, 1), (1, 0), (1, 2), (2, 0), (3, 4)], [0, 0, 0, 1, 1])
    people = len(model.city.people.order)

    seen = network.observe_network(model)

    assert seen == {
        "people": people,
        "ties": 5,
        "mean_degree": pytest.approx(2 * 4 / people),
        "reciprocity": pytest.approx(2 / 5),
        "clustering": 1.0,
        "giant_component": pytest.approx(3 / people),
        "assortativity": pytest.approx(1.0),
    }


def test_without_ties_there_is_no_network_and_no_division_by_nothing():
    seen = network.observe_network(small_city([], []))

    assert seen["ties"] == seen["reciprocity"] == seen["clustering"] == seen["assortativity"] == 0
    assert seen["giant_component"] == pytest.approx(1 / seen["people"])


def test_looking_at_the_network_writes_nothing():
    before = fingerprint(everything(settled().city))

    network.observe_network(settled())

    assert fingerprint(everything(settled().city)) == before


def test_without_igraph_a_sentence_says_what_to_install(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(network, "import_module", missing)

    with pytest.raises(Refusal, match=r"pip install faireville\[networks\]"):
        network.observe_network(settled())
    assert importlib.import_module("igraph") is igraph
