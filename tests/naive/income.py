"""Every household's and every firm's month, written as a bill and added up afterwards."""

import math
from collections import Counter


def newcomers(order, kind, standing, known_kind, known_standing):
    known = list(zip(known_kind.tolist(), known_standing.tolist(), strict=True))
    now = list(zip(kind.tolist(), standing.tolist(), strict=True))
    strangers = [person for person in order.tolist() if known[person] != now[person]]
    for person in strangers:
        known_kind[person], known_standing[person] = now[person]
    return strangers


def earn(
    month,
    order,
    usual,
    kind,
    earns_wage,
    jobless,
    workplace,
    incentive,
    incentive_end,
    transfer,
    income,
    wages,
):
    own, spared = {}, {}
    for person in order.tolist():
        looks = workplace[person] == -1 and earns_wage[kind[person]]
        own[person] = jobless if looks else int(usual[person])
        helped = int(incentive[person]) * bool(month <= incentive_end[person])
        in_hand = own[person] + helped + int(transfer[person])
        spared[person] = max(0, -in_hand)
        income[person] = in_hand + spared[person]
    by_firm = Counter()
    for person, cents in own.items():
        by_firm[int(workplace[person])] += cents
    earned = by_firm.total()
    del by_firm[-1]
    for firm, cents in by_firm.items():
        wages[firm] += cents
    return earned, by_firm.total(), sum(spared.values())


def spend(order, income, rent, fees, housed, share, savings):
    bills = []
    for person in order.tolist():
        left = int(income[person]) - int(rent[person]) - int(fees[person])
        put_aside = math.floor(share * left) if left > 0 else left
        purse = int(savings[person]) + put_aside
        savings[person] = max(purse, 0)
        rest = left - put_aside if left > 0 else 0
        bills.append((max(-purse, 0), bool(housed[person]), person, rest))
    return (
        sum(helped for helped, *_ in bills),
        sum(int(rent[person]) for _, at_home, person, _ in bills if at_home),
        sum(int(rent[person]) for _, at_home, person, _ in bills if not at_home),
        sum(int(fees[person]) for *_, person, _ in bills),
        sum(rest for *_, rest in bills),
    )


def trade(
    firms,
    cell,
    jobs,
    wages,
    around,
    good,
    in_zone,
    workspace_rent,
    wage,
    cents,
    sales,
    inputs,
    overhead,
    space,
    spared,
    kept,
    capital,
    margin,
):
    """Keep four accounts, a line for each firm; one in a zone pays what is left of the rent."""
    account = {name: [] for name in ("sold", "bought", "rent", "profit")}
    for at, firm in enumerate(firms.tolist()):
        labour = int(wages[firm]) / (cents * wage)
        share = 1 - spared * bool(in_zone[firm])
        metre = float(workspace_rent[cell[firm]])
        account["sold"].append(round(cents * sales * float(around[at] * good[at]) * labour))
        account["bought"].append(round(cents * (inputs * labour + overhead)))
        account["rent"].append(round(space * max(1, int(jobs[firm])) * metre * share))
        cash = int(capital[firm]) - int(wages[firm])
        cash += sum(account[name][-1] * sign for name, sign in SIGNS)
        beyond = cash - round(kept * int(wages[firm])) if wages[firm] > 0 else 0
        account["profit"].append(max(beyond, 0))
        capital[firm] = cash - max(beyond, 0)
        cost = wage + inputs + space * metre / cents * share
        margin[firm] = 1 - cost / (sales * float(around[at]) * float(good[at]))
    return tuple(sum(lines) for lines in account.values())


SIGNS = (("sold", 1), ("bought", -1), ("rent", -1))
