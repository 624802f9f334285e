"""Asking rents, one landlord after the other."""

import math

from tests.naive.maps import local_mean


def adjust_rents(rent, vacancy, target, speed, most):
    lowest, highest = 1 - most, 1 + most
    change = [math.exp(speed * (target - empty)) for empty in vacancy]
    return [
        asked * sorted([lowest, factor, highest])[1]
        for asked, factor in zip(rent, change, strict=True)
    ]


def call_for_building(
    dearness, stock, block_of, n_blocks, side, down, across, weight, inside,
    trigger, elasticity, most, months,
):  # fmt: skip
    means = local_mean(dearness, side, down, across, weight, inside)
    over = [
        max(mean - trigger, 0.0) if there > 0 else 0.0
        for mean, there in zip(means, stock, strict=True)
    ]
    called_for = [
        math.fsum(
            sorted([0.0, elasticity * over[cell], most])[1] / months * int(stock[cell])
            for cell, here in enumerate(block_of)
            if here == block
        )
        for block in range(n_blocks)
    ]
    return over, called_for
