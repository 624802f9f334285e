"""T5: whether it helps to be well connected hangs on how people copy each other.

Apart from the city. Groups search rugged landscapes in fast and in slow networks (Lazer and
Friedman 2007; Barkoczi and Galesic 2016, whose public code was read for what happens where nothing
is most frequent).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked

PEOPLE = 100
STEPS = 200
EARLY = 10
LANDSCAPES = 200
SEEN = 3
BITS, LINKED = 20, 5
STRESSED = 8
"""Payoffs are shares of the best there is, to this power (Lazer and Friedman 2007)."""
COMPLETE, RING, LATTICE = "complete", "ring of 2", "ring of 10"
REACH = {RING: 1, LATTICE: 5}
ALL, BEST, FREQUENT = "best of all contacts", "best of three", "most frequent of three"
COPYING = {ALL: (COMPLETE, RING), BEST: (COMPLETE, LATTICE), FREQUENT: (COMPLETE, LATTICE)}


def work_out() -> Worked:
    """Search every landscape in a fast and a slow network, by every way of copying."""
    paths = []
    for world in range(LANDSCAPES):
        value = landscape(world)
        for how, networks in COPYING.items():
            paths += [row(how, each, world, *search(value, how, each, world)) for each in networks]
    table = pd.concat(paths)
    figures = {
        "T5 short": faster(table, EARLY, ALL, RING),
        "T5 long": faster(table, STEPS, ALL, RING),
        "T5 best": faster(table, STEPS, BEST, LATTICE),
        "T5 conformity": faster(table, STEPS, FREQUENT, LATTICE),
    }
    return Worked(figures, {"search": summed_up(table)})


def row(
    copying: str, network: str, world: int, path: list[float], different: list[int]
) -> pd.DataFrame:
    """Return one path as rows of the table."""
    return pd.DataFrame(
        {
            "copying": copying,
            "network": network,
            "world": world,
            "step": np.arange(STEPS + 1),
            "value": path,
            "different": different,
        }
    )


def faster(table: pd.DataFrame, step: int, copying: str, slow: str) -> list[float]:
    """Return, world by world, how much better the complete network does than a slow one."""
    here = table[(table["step"] == step) & (table["copying"] == copying)]
    at = here.pivot(index="world", columns="network", values="value")
    return list(at[COMPLETE] - at[slow])


def summed_up(table: pd.DataFrame) -> pd.DataFrame:
    """Return the mean path over worlds, its standard error, and how many solutions differ."""
    groups = table.groupby(["copying", "network", "step"])
    found = groups["value"].agg(["mean", "sem"])
    return found.assign(different=groups["different"].mean()).reset_index()


def landscape(world: int) -> np.ndarray:
    """Return the payoff of every string of 20 bits, each bit's worth hanging on five others."""
    chance = np.random.default_rng([5, world])
    total = np.zeros((2,) * BITS, np.float32)
    for bit in range(BITS):
        others = chance.choice(np.delete(np.arange(BITS), bit), LINKED, replace=False)
        shape = np.ones(BITS, int)
        shape[[bit, *others]] = 2
        total += chance.random(2 ** (LINKED + 1)).astype(np.float32).reshape(shape)
    return (total.ravel() / total.max()) ** STRESSED


def contacts(chance: np.random.Generator, network: str, how_many: int) -> np.ndarray:
    """Return so many contacts of each person, drawn anew: people x how_many rows."""
    me = np.arange(PEOPLE)[:, None]
    if network == COMPLETE:
        away = 1 + chance.random((PEOPLE, PEOPLE - 1)).argsort(axis=1)[:, :how_many]
    else:
        reach = REACH[network]
        near = np.concatenate([np.arange(1, reach + 1), -np.arange(1, reach + 1)])
        away = near[chance.random((PEOPLE, 2 * reach)).argsort(axis=1)[:, :how_many]]
    return (me + away) % PEOPLE


def search(value: np.ndarray, how: str, network: str, world: int) -> tuple[list[float], list[int]]:
    """Let a group search a landscape; return mean payoff and different solutions, by step.

    Each looks at her contacts and takes over what she would copy if it is better than her own;
    else she tries one change of her own and keeps it if it is better.
    """
    chance = np.random.default_rng([6, world])
    held = chance.integers(0, 2**BITS, PEOPLE)
    path, different = [value[held].mean()], [len(np.unique(held))]
    for _ in range(STEPS):
        tried = held ^ (1 << chance.integers(0, BITS, PEOPLE))
        seen = others_seen(chance, held, network, how)
        if how == FREQUENT:
            copied = most_frequent(seen, held)
        else:
            copied = seen[np.arange(PEOPLE), value[seen].argmax(axis=1)]
        alone = np.where(value[tried] > value[held], tried, held)
        held = np.where(value[copied] > value[held], copied, alone)
        path.append(value[held].mean())
        different.append(len(np.unique(held)))
    return path, different


def others_seen(
    chance: np.random.Generator, held: np.ndarray, network: str, how: str
) -> np.ndarray:
    """Return what each person sees of others: all her contacts, or three of them."""
    if how != ALL:
        return held[contacts(chance, network, SEEN)]
    if network == COMPLETE:
        return np.broadcast_to(held, (PEOPLE, PEOPLE))
    return np.stack([np.roll(held, 1), np.roll(held, -1)], axis=1)


def most_frequent(seen: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Return what two or more of the three seen hold; one's own where all three differ."""
    first, second, third = seen.T
    other = np.where(second == third, second, held)
    return np.where((first == second) | (first == third), first, other)
