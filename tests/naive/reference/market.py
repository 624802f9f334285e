"""What becomes of ideas: opened, sold, used; their makers recognised (docs/model.md, 4.7)."""

from collections import Counter

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import CENTS, PER_THOUSAND
from tests.naive.reference.books import FIRMS, OUTSIDE, PEOPLE
from tests.naive.reference.chance import ALWAYS, pick
from tests.naive.reference.shares import WHOLE

FIRMS_SEEN = 3
TRIES_FOR_A_FIRM, DRAWS_OF_A_BLOCK, BLOCKS_FOR_A_FIRM = 8, 2, 4


def release(model):
    """Let ideas out into the city and beyond."""
    recognise(model)
    open_some(model)
    sell(model)
    use(model)


def recognise(model):
    """Fade everyone's recognition, then add that for new ideas, more in one's own field."""
    rule = model.numbers.behaviour.make
    for person in [*model.people, *model.emigrants]:
        person.recognition *= 1 - rule.recognition_fading
    for idea in model.new_ideas:
        for person in idea.makers:
            own = person.pole == idea.field
            weight = rule.own_field if own else rule.other_field
            person.recognition += weight * idea.value / len(idea.teams)


def open_some(model):
    """Release new ideas openly or not; closed ones leak."""
    market, luck = model.numbers.economy.ideas, model.luck
    for idea in model.new_ideas:
        drawn = luck.uniform(Purpose.OPEN, ALWAYS, idea.identity)
        idea.open = drawn < chance_to_open(model, idea)
        model.count("opened", idea.open)
    for idea in model.new_ideas:
        if idea.open and 0 < model.offers.bounty <= model.offered_by("bounty"):
            model.pay_offer("bounty", "programming", PEOPLE, model.offers.bounty)
            pay_makers(model, idea, model.offers.bounty)
            model.count("bounties")
    for idea in recent(model, market.open_months):
        drawn = luck.uniform(Purpose.LEAK, model.month, idea.identity)
        if not idea.open and drawn < market.leak:
            idea.open = True
            model.count("leaked")


def chance_to_open(model, idea):
    """Return the chance that an idea's makers release it for all to use."""
    rule, market = model.numbers.behaviour.make, model.numbers.economy.ideas
    makers = idea.makers
    theirs = sum(person.openness for person in makers) / WHOLE / len(makers)
    venue = idea.venue.openness if idea.venue else rule.firm_openness
    chance = (1 - rule.venue_weight) * theirs + rule.venue_weight * venue
    bounty = model.offers.bounty
    if bounty > 0:
        price = CENTS * market.price * market.team_share * idea.value
        chance += (1 - chance) * bounty / (bounty + price)
    return chance


def recent(model, months):
    """Return the ideas that are not older than so many months."""
    return [idea for idea in model.ideas if idea.born >= model.month - months]


def pay_makers(model, idea, cents):
    """Split a sum between makers, odd cents to the first; what is due to the gone leaves too."""
    makers = idea.makers
    part, odd = divmod(cents, len(makers))
    for seat, person in enumerate(makers):
        due = part + (odd if seat == 0 else 0)
        if person.here:
            person.savings += due
        else:
            model.books.pay(PEOPLE, OUTSIDE, "makers who left", due)


def firms_by_block(firms):
    """Group firms by block, by identity."""
    blocks = {}
    for firm in sorted(firms, key=lambda each: each.identity):
        blocks.setdefault(firm.cell.block, []).append(firm)
    return blocks


def draw_firm(model, purpose, who, first, block, firms):
    """Draw a firm by the district kernel around a block: eight tries, then any of the block's."""
    for attempt in range(TRIES_FOR_A_FIRM):
        number, half = divmod(attempt, DRAWS_OF_A_BLOCK)
        four = model.luck.four(purpose, model.month, who, first + number)
        where, which = four[2 * half : 2 * half + 2]
        there = firms.get(model.kernel_of_blocks.drawn(block, where))
        if there:
            return pick(which, there)
    return None


def sell(model):
    """Offer closed, unsold, recent ideas to firms; all offers are settled together."""
    market, books = model.numbers.economy.ideas, model.books
    firms = firms_by_block(model.open_firms())
    offers = []
    offered = [i for i in recent(model, market.shelf_months) if not i.open and i.sold < 0]
    for idea in sorted(offered, key=lambda each: each.identity):
        for k in range(FIRMS_SEEN):
            first = BLOCKS_FOR_A_FIRM * k
            firm = draw_firm(model, Purpose.OFFER, idea.identity, first, idea.block, firms)
            if firm and idea.techniques & firm.skills:
                overlap = len(idea.techniques & firm.skills)
                offers.append((idea.value * overlap, idea, firm))
    bought, buyer = Counter(), {}
    for _, idea, firm in sorted(offers, key=lambda offer: -offer[0]):
        if idea not in buyer and bought[firm] < 1 + firm.jobs // market.jobs_per_purchase:
            buyer[idea] = firm
            bought[firm] += 1
    usual = market.reference_sales * model.numbers.city.people / PER_THOUSAND
    level = (usual / max(1, len(buyer))) ** market.saturation
    for idea, firm in buyer.items():
        price = round(CENTS * market.price * idea.value * level)
        team = int(market.team_share * price)
        books.pay(OUTSIDE, FIRMS, "ideas", price)
        books.pay(FIRMS, PEOPLE, "ideas", team)
        firm.capital += price - team
        firm.stock += 1
        idea.sold = model.month
        pay_makers(model, idea, team)
    model.count("ideas_sold", len(buyer))


def use(model):
    """Offer each open idea to a contributor's tie, a visitor and somebody online."""
    market = model.numbers.economy.ideas
    firms = firms_by_block(model.open_firms())
    for idea in recent(model, market.open_months):
        if not idea.open:
            continue
        for way, person in enumerate(who_hears(model, idea)):
            if person is None or len(idea.techniques & person.skills) < market.needed:
                continue
            model.count("uses")
            firm = draw_firm(
                model,
                Purpose.USE,
                idea.identity,
                2 + BLOCKS_FOR_A_FIRM * way,
                person.home.block,
                firms,
            )
            part = round(CENTS * market.use_value * market.captured * idea.value)
            if firm and len(idea.techniques & firm.skills) >= market.needed:
                firm.capital += part
                model.books.pay(OUTSIDE, FIRMS, "captured uses", part)
                model.count("captured_here", part / CENTS)


def who_hears(model, idea):
    """Return who hears of an open idea: through a tie, at its venue, online; None for nobody."""
    market, who = model.numbers.economy.ideas, idea.identity
    which_maker, which_visitor, whom, _ = model.luck.four(Purpose.USE, model.month, who, 0)
    which_tie, _, travels, _ = model.luck.four(Purpose.USE, model.month, who, 1)
    makers = [person for person in idea.makers if person.here]
    ties = pick(which_maker, makers).ties if makers else []
    visitors = idea.venue.visitors if idea.venue else []
    lost = market.tacit * market.tacit_loss * (1 - model.offers.online)
    return (
        pick(which_tie, ties).other if ties else None,
        pick(which_visitor, visitors) if visitors else None,
        pick(whom, model.people) if travels >= lost else None,
    )
