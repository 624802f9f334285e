"""Whether two programs tell of one city: every column of everybody, by identity, and the books.

Whole numbers, truths, sets and cents must be equal; other numbers to a part in a thousand million.
The first difference is told in a sentence.
"""

import math

from tests.naive.reference.making import mask

NEAR = 1e-9
PRESENT, ELSEWHERE = 1, 2  # status of a row of people


def first_difference(city, model):
    """Return the first difference between a city in columns and one in objects; None for none."""
    for look in (money, people, ties, firms, places, cells, ideas, offers, events):
        for where, quick, plain in look(city, model):
            if not alike(quick, plain):
                return (
                    f"in month {model.month} of seed {model.luck.seed}, {where} is {quick!r} "
                    f"in the columns but {plain!r} in the objects."
                )
    return None


def alike(one, other):
    """Say whether two values are the same, or as near as floating point allows."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[k], other[k]) for k in one)
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)
    return bool(one == other)


def plain(value):
    """Return a number of an array as Python's own, a row of one as a list."""
    return value.tolist() if hasattr(value, "tolist") else value


def columns(table, names, row):
    """Return each named column of a table in a row."""
    return [(name, plain(getattr(table, name)[row])) for name in names]


def same_identities(what, quick, plain_ones):
    """Yield who is there, on both sides."""
    yield f"the list of {what}", sorted(quick), sorted(each.identity for each in plain_ones)


def money(city, model):
    """Compare accounts, this month's payments, the ledger, purses, promises, commitments."""
    for name in ("balance", "month", "ledger"):
        quick, other = dict(getattr(city.books, name)), dict(getattr(model.books, name))
        for key in sorted({*quick, *other}, key=str):
            yield f"{key} in the books' {name}", quick.get(key, 0), other.get(key, 0)
    yield "what the purses hold", dict(city.purses), model.purses
    yield "what is set aside", dict(city.reserved), model.reserved
    for name in ("instrument", "account", "cents", "months"):
        quick = [getattr(each, name) for each in city.commitments]
        yield f"the commitments' {name}", quick, [getattr(c, name) for c in model.commitments]


PERSON = (
    *("housed", "regulated", "field", "field_origin", "openness", "openness_origin"),
    *("participation", "participation_origin", "fatigue", "income", "standing", "savings", "rent"),
    *("fees", "transfer", "lease_end", "incentive", "incentive_end", "recognition", "made"),
    *("made_before", "cohort", "homeless", "hours", "moves_forced", "founder"),
)


def people(city, model):
    """Compare everybody who is here, and the founders who left."""
    table = city.people
    for status, name, group in (
        (PRESENT, "people", model.people),
        (ELSEWHERE, "founders elsewhere", model.emigrants),
    ):
        rows = [r for r in range(table.size) if table.status[r] == status]
        row_of = {int(table.identity[row]): row for row in rows}
        yield from same_identities(name, row_of, group)
        for person in group:
            row = row_of[person.identity]
            who = f"person {person.identity}'s"
            for column, value in columns(table, PERSON, row):
                yield f"{who} {column}", value, getattr(person, column)
            yield f"{who} kind", int(table.kind[row]), person.kind_number
            yield f"{who} home", int(table.home[row]), person.home.number if person.home else -1
            yield f"{who} skills", int(table.skills[row]), mask(person.skills)
            workplace = named(city.firms, table.workplace[row])
            yield f"{who} workplace", workplace, identity(person.workplace)
            yield f"{who} usual place", named(city.places, table.usual[row]), identity(person.usual)


def named(table, row):
    """Return the identity of a row, -1 for none."""
    return int(table.identity[row]) if row >= 0 else -1


def identity(somebody):
    """Return somebody's identity, -1 for nobody."""
    return somebody.identity if somebody else -1


def ties(city, model):
    """Compare everybody's ties, slot by slot."""
    table, row_of = city.ties, rows_by_identity(city.people, city.people.order)
    for person in model.people:
        row = row_of[person.identity]
        for slot, tie in enumerate(person.slots):
            where = f"slot {slot} of person {person.identity}"
            other = named(city.people, table.other[row, slot])
            yield f"the other in {where}", other, identity(tie.other) if tie else -1
            strength = int(table.strength[row, slot])
            yield f"the strength in {where}", strength, tie.strength if tie else 0
            for column in ("channel", "born", "joint") if tie else ():
                value = int(getattr(table, column)[row, slot])
                yield f"the {column} in {where}", value, getattr(tie, column)


def rows_by_identity(table, rows):
    """Return the row of each identity."""
    return {int(table.identity[row]): int(row) for row in rows}


FIRM = (
    *("field", "jobs", "capital", "stock", "origin", "productivity", "margin", "opened"),
    *("in_zone", "promised", "per_job"),
)


def firms(city, model):
    """Compare the firms that are open."""
    table = city.firms
    row_of = rows_by_identity(table, [r for r in range(table.size) if table.open[r]])
    yield from same_identities("open firms", row_of, model.open_firms())
    for firm in model.open_firms():
        row, who = row_of[firm.identity], f"firm {firm.identity}'s"
        for column, value in columns(table, FIRM, row):
            yield f"{who} {column}", value, getattr(firm, column)
        yield f"{who} cell", int(table.cell[row]), firm.cell.number
        yield f"{who} skills", int(table.skills[row]), mask(firm.skills)
        yield f"{who} founders' skills", int(table.founder_skills[row]), mask(firm.founder_skills)


PLACE = (
    *("open", "seats", "price", "openness", "programming", "equipment_value", "tenure"),
    *("lease_end", "owned", "cash", "backlog", "origin", "stance", "opened", "closing", "closed"),
    *("grant_share", "funder", "visits", "users", "turned_away", "company", "support"),
    "rejected",
)


def places(city, model):
    """Compare all third places there ever were."""
    table = city.places
    row_of = rows_by_identity(table, range(table.size))
    yield from same_identities("third places", row_of, model.places)
    for place in model.places:
        row, who = row_of[place.identity], f"place {place.identity}'s"
        for column, value in columns(table, PLACE, row):
            yield f"{who} {column}", value, getattr(place, column)
        yield f"{who} cell", int(table.cell[row]), place.cell.number
        yield f"{who} equipment", int(table.equipment[row]), mask(place.equipment)
        admission = plain(table.admission[row])[: len(place.admission)]
        yield f"{who} admission", admission, place.admission


CELL = (
    *("centrality", "dwellings", "vacant", "regulated", "vacant_regulated", "rent", "rent_start"),
    *("workspace", "workspace_used", "workspace_rent", "public_capital", "zone", "block"),
)


def cells(city, model):
    """Compare the ground."""
    for cell in model.cells:
        for column, value in columns(city.cells, CELL, cell.number):
            yield f"cell {cell.number}'s {column}", value, getattr(cell, column)
    for what, waiting in model.unbuilt.items():
        quick = plain(city.unbuilt[what])
        for block, wanted in enumerate(waiting):
            yield f"{what} called for and not built in block {block}", quick[block], wanted


IDEA = ("value", "born", "block", "field", "open", "sold")


def ideas(city, model):
    """Compare all ideas ever made, with their makers."""
    table = city.ideas
    row_of = rows_by_identity(table, range(table.size))
    yield from same_identities("ideas", row_of, model.ideas)
    for idea in model.ideas:
        row, who = row_of[idea.identity], f"idea {idea.identity}'s"
        for column, value in columns(table, IDEA, row):
            yield f"{who} {column}", value, getattr(idea, column)
        yield f"{who} techniques", int(table.techniques[row]), mask(idea.techniques)
        yield f"{who} venue", named(city.places, table.venue[row]), identity(idea.venue)
        makers = [int(who) for who in table.makers([row])[1][0] if who >= 0]
        yield f"{who} makers", makers, [person.identity for person in idea.makers]
        yield f"{who} teams", int(table.shares[row]), len(idea.teams)


def offers(city, model):
    """Compare what policies hold out, and what is announced."""
    for name in ("marketing", "awareness", "talent"):
        yield f"the offer of {name}", plain(getattr(city.offers, name)), getattr(model.offers, name)
    for name in (
        "talent_months",
        "firm",
        "bounty",
        "zone_discount",
        "online",
        "stay_home",
        "payer",
    ):
        yield f"the offer of {name}", getattr(city.offers, name), getattr(model.offers, name)
    announced = [
        (leader, sorted(plain(city.people.identity[rows]))) for leader, rows in city.pending_places
    ]
    in_objects = [
        (leader.identity, sorted(person.identity for person in group))
        for leader, group in model.announced_places
    ]
    yield "the places announced", announced, in_objects


def events(city, model):
    """Compare how often this month what came about."""
    for what, times in model.happened.items():
        if what in city.now.counts:
            yield f"the number of {what}", float(city.now.counts[what]), float(times)
