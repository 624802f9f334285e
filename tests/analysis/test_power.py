"""How small a difference so many pairs would have found."""

import numpy as np
import pytest

from sim.analysis.intervals import paired_t
from sim.analysis.power import POWER, detectable, effect

TRIALS = 20_000


@pytest.mark.parametrize("pairs", [3, 16])
def test_a_difference_of_that_size_is_found_four_times_in_five(pairs):
    luck = np.random.Generator(np.random.PCG64(pairs))
    low, high = paired_t(effect(pairs) + luck.standard_normal((TRIALS, pairs)))

    found = ((low > 0) | (high < 0)).mean()

    assert found == pytest.approx(POWER, abs=4 * np.sqrt(POWER * (1 - POWER) / TRIALS))


@pytest.mark.parametrize(("pairs", "known"), [(10, 0.996), (20, 0.66), (34, 0.495)])
def test_known_answers(pairs, known):
    """Cohen 1988's tables, as every power program gives them: 34 pairs find half a deviation."""
    assert effect(pairs) == pytest.approx(known, abs=0.006)


def test_more_pairs_find_less_and_one_pair_finds_nothing():
    sizes = [effect(pairs) for pairs in (2, 3, 5, 16, 64, 200)]

    assert sizes == sorted(sizes, reverse=True)
    assert np.isnan(detectable([1.0], [1])).all()
    assert detectable([2.0, 0.0], [16, 16]) == pytest.approx([2 * effect(16), 0])
