"""Candidates enter and people leave (docs/model.md, 4.12)."""

from sim.kernels.luck import Purpose
from tests.naive.reference import birth
from tests.naive.reference.agents import CENTS, PER_THOUSAND, Person, highest
from tests.naive.reference.arrivals import announce_places, relocate_firms
from tests.naive.reference.books import OUTSIDE, PEOPLE
from tests.naive.reference.chance import ALWAYS
from tests.naive.reference.ground import pull_of_places
from tests.naive.reference.housing import TRIES, Bid, let, look, move_in, vacancies, vacate
from tests.naive.reference.shares import logistic

OUTSIDE_PAIR = 2


def come_and_go(model):
    """Let candidates in, let people go, bring firms, note where groups would found a place."""
    enter(model)
    leave(model)
    relocate_firms(model)
    announce_places(model)


class Candidate:
    """Somebody who knocks at the city's door: who she is, what she expects, where she could go."""

    def __init__(self, model, identity):
        shares = [kind.pool_share for kind in model.kinds]
        self.traits = birth.traits(model, identity, birth.kind_by_luck(model, identity, shares))
        self.identity, self.kind = identity, self.traits.kind
        self.pole = highest(self.traits.field)
        self.usual = birth.usual_income(self.kind, self.traits.standing)
        expected = self.usual
        if self.kind.wage_earner:
            dole = CENTS * model.numbers.economy.work.unemployed_income
            expected = model.employment * self.usual + (1 - model.employment) * dole
        self.income = round(expected)
        self.incentive = 0
        self.elsewhere = outside_utility(model, identity)
        self.keen = False


def outside_utility(model, identity):
    """Return what living elsewhere is worth to somebody, drawn once for ever."""
    rule = model.numbers.behaviour.come_and_go
    drawn = model.luck.normal(Purpose.CANDIDATE, ALWAYS, identity, OUTSIDE_PAIR)
    return rule.outside + rule.outside_sd * drawn


def candidates(model):
    """Return who knocks this month; nobody is promised anything yet."""
    start = model.numbers.city.people
    slots = round(model.numbers.behaviour.come_and_go.knock * start / PER_THOUSAND)
    first = start + (model.month - 1) * slots
    return [Candidate(model, first + slot) for slot in range(slots)]


def promise(model, knocking, but_for=()):
    """Promise candidates an added income, but for some, as far as the purse goes."""
    left = model.offered_by("talent")
    for each in knocking:
        offer = 0 if each.identity in but_for else model.offers.talent[each.traits.kind_number]
        left -= offer * max(1, model.offers.talent_months)
        # once the purse is short, nobody after her is promised anything
        if left >= 0:
            each.incentive = offer
            each.income += offer


def enter(model):
    """Let in those who find a home and like the city better than elsewhere."""
    waiting = candidates(model)
    paid_anyway = model.numbers.economy.public.newcomers_deadweight
    promise(model, waiting, () if paid_anyway else who_comes_anyway(model))
    for bid, price in let_in(model, waiting):
        admit(model, bid, price)
    model.people.sort(key=lambda person: person.identity)
    model.count("excluded", sum(each.keen for each in waiting))


def who_comes_anyway(model):
    """Return the identities of those who would come this month if nobody were promised anything."""
    vacant = [(cell, cell.vacant, cell.vacant_regulated) for cell in model.cells]
    come = {bid.who.identity for bid, _ in let_in(model, candidates(model))}
    for cell, free, regulated in vacant:
        cell.vacant, cell.vacant_regulated = free, regulated
    return come


def let_in(model, waiting):
    """Return the bids that win a home, and its price; who wins waits no longer."""
    rule, won = model.numbers.behaviour.come_and_go, []
    for attempt in range(TRIES):
        seen = vacancies(model)
        bids = []
        for each in waiting:
            found = look(model, Purpose.CANDIDATE, attempt, seen, each, [])
            added = model.offers.awareness[each.traits.kind_number]
            if each.kind.wage_earner:
                added += rule.work * model.employment

            def liking(market, added=added, each=each):
                pulled = pull_of_places(model, each.traits.kind_number, market[0])
                return added + rule.places * pulled

            if found.favourite:
                keen = found.unbounded + liking(found.favourite) >= each.elsewhere
                each.keen = each.keen or keen
            if found.market:
                gain = found.utility + liking(found.market) - each.elsewhere
                if gain >= 0:
                    bids.append(Bid(model, each, found.market, gain))
        for bid, price in let(model, TRIES + attempt, bids):
            won.append((bid, price))
            waiting.remove(bid.who)
    return won


def admit(model, bid, price):
    """Let a candidate in; she brings savings from Outside, no ties and no job."""
    candidate = bid.who
    person = Person(model, candidate.traits)
    person.cohort = model.month
    dole = round(CENTS * model.numbers.economy.work.unemployed_income)
    person.income = dole if person.kind.wage_earner else candidate.usual
    person.savings = birth.savings(model, person.identity, candidate.usual)
    model.books.pay(OUTSIDE, PEOPLE, "arrivals", person.savings)
    move_in(model, person, bid.market, price)
    if candidate.incentive:
        person.incentive = candidate.incentive
        person.incentive_end = model.month + model.offers.talent_months
        person.income += person.incentive
        promised = person.incentive * model.offers.talent_months
        model.reserve_offer("talent", promised)
        model.count("talent_promised", promised)
    model.people.append(person)
    model.count("entered")


def leave(model):
    """Let people leave: some whatever happens, some who searched in vain, the long homeless."""
    rule, move = model.numbers.behaviour.come_and_go, model.numbers.behaviour.move
    patience = model.numbers.economy.housing.homeless_months

    def goes(person):
        def luck(draw):
            return model.luck.uniform(Purpose.LEAVE, model.month, person.identity, draw)

        if person.cohort < model.month and luck(0) < rule.leaving:
            return True
        if person in model.searched:
            better = outside_utility(model, person.identity) - rule.staying
            better -= model.searched[person]
            if luck(1) < logistic(move.scale * better):
                return True
        if person.homeless >= patience:
            model.count("left_homeless")
            return True
        return False

    going = [person for person in model.people if goes(person)]
    for person in going:
        depart(model, person)
    model.people = [person for person in model.people if person.here]
    for person in model.people:
        person.slots = [tie if tie and tie.other.here else None for tie in person.slots]
    model.count("left", len(going))


def depart(model, person):
    """Take somebody out of the city; a founder is followed where she goes."""
    vacate(model, person)
    firm = person.workplace
    if firm:
        # a firm keeps room for one job at least; it gives back the rest
        firm.jobs -= 1
        firm.cell.workspace_used -= model.numbers.economy.work.space if firm.jobs > 0 else 0
    person.workplace = None
    model.books.pay(PEOPLE, OUTSIDE, "departures", person.savings)
    person.savings = person.fees = person.incentive = 0
    person.here, person.home = False, None
    person.slots = [None] * len(person.slots)
    if person.founder:
        person.income = birth.usual_income(person.kind, person.standing)
        person.rent = round(CENTS * model.numbers.economy.housing.median_rent)
        model.emigrants.append(person)
    person.remove()
