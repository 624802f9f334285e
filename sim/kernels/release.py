"""What becomes of ideas: sold to firms, used by those who can, leaked."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import count_bits
from sim.kernels.ideas import TECHNIQUES_IN_IDEA
from sim.kernels.luck import Purpose, quad
from sim.kernels.space import draw_offset, shifted

_OFFER = int(Purpose.OFFER)
_USE = int(Purpose.USE)
_NONE = np.uint64(0)
_OFFERS = 3
_BLOCKS_OF_LUCK = 4


@njit(cache=True)
def draw_firm(
    seed,
    purpose,
    month,
    who,
    first,
    block,
    firm_start,
    firm_member,
    down,
    across,
    cumulative,
    guide,
    side,
):
    """Return a firm drawn by the district kernel around a block of 500 m; -1 for none.

    Eight draws of a block by the kernel, until one holds a firm; then any firm of it. A draw
    beyond the city's edge finds none. Draw k takes words 2 (k mod 2) and the next of block
    ``first`` + k // 2: which block, which firm.

    Parameters
    ----------
    first : int
        Number of the first block of luck; the draws use this and the three that follow.
    block : int
        Where to look from.
    firm_start, firm_member : int64 arrays
        Open firms grouped by block.
    down, across, cumulative, guide : arrays
        The district kernel on blocks.
    side : int
        Blocks along the city's side.
    """
    if firm_member.size == 0:
        return -1
    for number in range(_BLOCKS_OF_LUCK):
        luck = quad(seed, purpose, month, who, first + number)
        for again in range(2):
            where, which = (luck[0], luck[1]) if again == 0 else (luck[2], luck[3])
            o = draw_offset(cumulative, guide, where)
            there = shifted(block, down[o], across[o], side)
            if there < 0:
                continue
            n_firms = firm_start[there + 1] - firm_start[there]
            if n_firms > 0:
                return firm_member[firm_start[there] + int(which * n_firms)]
    return -1


@njit(cache=True)
def sell_ideas(
    seed,
    month,
    identity,
    idea,
    value,
    block,
    firm_start,
    firm_member,
    firm_skills,
    quota,
    down,
    across,
    cumulative,
    guide,
    side,
):
    """Offer closed ideas to three firms each, and let the firms buy the best of all offers.

    worth of an offer = value x overlap,  overlap = techniques of the idea that the firm knows / 6

    All offers of the month with an overlap above 0 are settled together: by falling worth, equal
    ones by the idea's identity, then in the order drawn. An offer is taken if its idea is still
    unsold and its firm may still buy. Luck: OFFER, blocks 4 k to 4 k + 3 for the k-th firm, as in
    :func:`draw_firm`.

    Parameters
    ----------
    identity : int64 array, one per idea for sale
    idea : uint64 array, one per idea for sale
        Sets of six techniques.
    value : float64 array, one per idea for sale, above 0
    block : int32 array, one per idea for sale
        Block of 500 m where its initiator lives.
    firm_start, firm_member, down, across, cumulative, guide, side
        As in :func:`draw_firm`.
    firm_skills : uint64 array, one per firm row
    quota : int64 array, one per firm row, changed in place
        Purchases left this month.

    Returns
    -------
    buyer : int64 array, one per idea for sale
        Firm row, -1 for unsold.
    """
    buyer = np.full(identity.size, -1, np.int64)
    firm = np.full(identity.size * _OFFERS, -1, np.int64)
    worth = np.zeros(identity.size * _OFFERS)
    # offers are written by identity, so that a stable sort by worth settles equal ones by it
    in_turn = np.argsort(identity, kind="mergesort")
    for k in range(identity.size):
        i = in_turn[k]
        for offer in range(_OFFERS):
            at = k * _OFFERS + offer
            firm[at] = draw_firm(
                seed,
                _OFFER,
                month,
                identity[i],
                offer * _BLOCKS_OF_LUCK,
                block[i],
                firm_start,
                firm_member,
                down,
                across,
                cumulative,
                guide,
                side,
            )
            if firm[at] >= 0:
                known = count_bits(idea[i] & firm_skills[firm[at]])
                worth[at] = value[i] * (known / TECHNIQUES_IN_IDEA)
    for at in np.argsort(-worth, kind="mergesort"):
        i = in_turn[at // _OFFERS]
        if worth[at] > 0.0 and buyer[i] < 0 and quota[firm[at]] > 0:
            buyer[i] = firm[at]
            quota[firm[at]] -= 1
    return buyer


@njit(cache=True)
def use_open_ideas(
    seed,
    month,
    identity,
    idea,
    contributor,
    venue,
    order,
    skills,
    home_block,
    tie_other,
    visitor_start,
    visitor_member,
    firm_start,
    firm_member,
    firm_skills,
    down,
    across,
    cumulative,
    guide,
    side,
    tacit_loss,
    needed,
):
    """Offer each open idea to a contributor's tie, a visitor and somebody online.

    Whoever holds at least ``needed`` of its six techniques uses it; online only with chance
    1 - ``tacit_loss``. A firm drawn by the district kernel around the user captures part of the
    value if it knows as many of the techniques; else that part goes to firms outside.

    Luck: USE, block 0: which contributor, which visitor, who is online (any of ``order``);
    block 1: which tie of the contributor's, by slot; nothing; whether online works (not below
    ``tacit_loss``); blocks 2 + 4 k to 5 + 4 k: the firm of the k-th way, as in
    :func:`draw_firm`. Who is drawn is of rank floor(luck x n).

    Parameters
    ----------
    identity : int64 array, one per open idea
    idea : uint64 array, one per open idea
    contributor : int64 array, open ideas x 6 or more
        Rows of contributors still in the city, -1 for none.
    venue : int32 array, one per open idea
        Third place where it was made, -1 for none.
    order : int64 array
        Rows of the people present.
    skills : uint64 array, one per person row
    home_block : int64 array, one per person row
    tie_other : int32 array, person rows x 12
    visitor_start, visitor_member : int64 arrays
        This month's visitors grouped by place.
    firm_start ... side
        As in :func:`draw_firm`; ``firm_skills`` uint64, one per firm row.
    tacit_loss : float, in [0, 1]
    needed : int

    Returns
    -------
    uses : int64 array, open ideas x 3
        Uses through a tie, by a visitor, online (0 or 1).
    captor : int64 array, open ideas x 3
        Firm row that captures part of a use; -1 for firms outside or no use.
    who : int64 array, open ideas x 3
        Person row that uses it; -1 for no use.
    """
    n_ideas = identity.size
    uses = np.zeros((n_ideas, _OFFERS), np.int64)
    captor = np.full((n_ideas, _OFFERS), -1, np.int64)
    who = np.full((n_ideas, _OFFERS), -1, np.int64)
    for i in range(n_ideas):
        luck = quad(seed, _USE, month, identity[i], 0)
        more = quad(seed, _USE, month, identity[i], 1)
        for offer in range(_OFFERS):
            if offer == 0:
                user = _tie_of_contributor(contributor[i], tie_other, luck[0], more[0])
            elif offer == 1:
                user = _visitor(venue[i], visitor_start, visitor_member, luck[1])
            else:
                user = order[int(luck[2] * order.size)] if order.size > 0 else -1
                if more[2] < tacit_loss:
                    user = -1
            if user < 0 or count_bits(idea[i] & skills[user]) < needed:
                continue
            uses[i, offer] = 1
            who[i, offer] = user
            firm = draw_firm(
                seed,
                _USE,
                month,
                identity[i],
                2 + offer * _BLOCKS_OF_LUCK,
                home_block[user],
                firm_start,
                firm_member,
                down,
                across,
                cumulative,
                guide,
                side,
            )
            if firm >= 0 and count_bits(idea[i] & firm_skills[firm]) >= needed:
                captor[i, offer] = firm
    return uses, captor, who


@njit(cache=True)
def _tie_of_contributor(contributors, tie_other, luck, more):
    """Return one tie of one contributor still in the city; -1 where there is none."""
    n_present = 0
    for m in range(contributors.size):
        if contributors[m] >= 0:
            n_present += 1
    if n_present == 0:
        return -1
    rank = int(luck * n_present)
    person = -1
    for m in range(contributors.size):
        if contributors[m] >= 0:
            if rank == 0:
                person = contributors[m]
            rank -= 1
    n_ties = 0
    for t in range(tie_other.shape[1]):
        if tie_other[person, t] >= 0:
            n_ties += 1
    if n_ties == 0:
        return -1
    rank = int(more * n_ties)
    for t in range(tie_other.shape[1]):
        if tie_other[person, t] >= 0:
            if rank == 0:
                return np.int64(tie_other[person, t])
            rank -= 1
    return -1


@njit(cache=True)
def _visitor(place, visitor_start, visitor_member, luck):
    """Return one of this month's visitors of a place; -1 where there is none."""
    if place < 0:
        return -1
    n_visitors = visitor_start[place + 1] - visitor_start[place]
    if n_visitors == 0:
        return -1
    return visitor_member[visitor_start[place] + int(luck * n_visitors)]


@njit(cache=True)
def count_uses(uses, captor, value, commons, captured, capital):
    """Add up what uses of open ideas are worth, and give local firms the part they capture.

    Parameters
    ----------
    uses, captor : int64 arrays, open ideas x 3
        As from :func:`use_open_ideas`.
    value : float64 array, one per open idea
    commons, captured : float
        Worth of a use of an idea of value 1, and the part of it that firms capture, cents.
    capital : int64 array, one per firm row, changed in place, cents

    Returns
    -------
    n_uses : int64
    worth, part, local : int64
        Of all uses, cents: what they are worth, what firms capture, and what firms here do. Each
        use is rounded to the cent.
    """
    n_uses = worth = part = local = 0
    for i in range(uses.shape[0]):
        for offer in range(uses.shape[1]):
            if uses[i, offer] == 0:
                continue
            n_uses += 1
            worth += int(np.rint(commons * value[i]))
            taken = int(np.rint(captured * value[i]))
            part += taken
            firm = captor[i, offer]
            if firm >= 0:
                capital[firm] += taken
                local += taken
    return n_uses, worth, part, local
