"""Teams, and what they put together (docs/model.md, 4.6)."""

import math
from itertools import combinations

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import TECHNIQUES, Idea, needing_equipment
from tests.naive.reference.chance import ALWAYS, pick, rank

SMALLEST, LARGEST = 3, 6
ATTEMPTS, DRAWS_OF_AN_ATTEMPT = 4, 8
IDENTITIES_OF_A_PERSON = 2**16


def make(model):
    """Let people start projects, form teams, and put something new together."""
    projects = {}
    for person in model.people:
        guests = invite(model, person)
        if guests is not None:
            projects[person] = guests
    found = []
    for team in join(model, projects):
        techniques = compose(model, team)
        if techniques:
            found.append((team, techniques))
            remember_joint_work(model, team)
    model.count("projects", len(projects))
    model.count("works", len(found))
    model.new_ideas = enter(model, found)


def invite(model, person):
    """Return whom she invites to a project of hers; None if she starts none."""
    rule, luck, month = model.numbers.behaviour.make, model.luck, model.month
    whether, size, *_ = luck.four(Purpose.START_PROJECT, month, person.identity)
    partners = person.partners()
    if whether >= person.kind.drive or len(partners) < 2:
        return None
    former = [tie.other for tie in person.ties if tie.joint >= 0]
    wanted = SMALLEST - 1 + rank(size, LARGEST - SMALLEST + 1)
    guests = []
    for seat in range(wanted):
        p, q, whom, _ = luck.four(Purpose.INVITE, month, person.identity, seat)
        incumbent = p < rule.incumbents
        left = [other for other in partners if other not in guests]
        choices = []
        if incumbent and q < rule.repeats:
            known = [*partners, *(other for other in former if other not in partners)]
            choices = [other for other in known if other in former and other not in guests]
        choices = choices or [other for other in left if (other.made > 0) == incumbent] or left
        if not choices:
            break
        guests.append(pick(whom, choices))
    return guests


def join(model, projects):
    """Let everyone invited join one project: her strongest tie's, then by luck."""
    best = {}
    for host, guests in projects.items():
        for seat, guest in enumerate(guests):
            tie = guest.tie_to(host)
            strength = tie.strength if tie else 0
            luck = model.luck.uniform(Purpose.JOIN, model.month, host.identity, seat)
            if guest not in projects and (strength, luck) > best.get(guest, (-1, -1, None))[:2]:
                best[guest] = strength, luck, host
    return [
        [host, *(guest for guest in guests if guest in best and best[guest][2] is host)]
        for host, guests in projects.items()
    ]


def compose(model, team):
    """Return the techniques that a team puts together; None where nothing comes of it."""
    rule = model.numbers.behaviour.make
    if len(team) < SMALLEST:
        return None
    together = set().union(*(person.skills for person in team))
    needing = needing_equipment(model.numbers.economy.places.equipped_techniques)
    pool = together - (needing - equipment_at_hand(team))
    if len(pool) < rule.techniques:
        return None
    for attempt in range(ATTEMPTS):
        rest, drawn = sorted(pool), set()
        for k in range(rule.techniques):
            number = model.luck.uniform(
                Purpose.COMPOSE,
                model.month,
                team[0].identity,
                DRAWS_OF_AN_ATTEMPT * attempt + k,
            )
            drawn.add(rest.pop(rank(number, len(rest))))
        if not any(drawn <= person.skills for person in team):
            return frozenset(drawn)
    return None


def equipment_at_hand(team):
    """Return for which techniques a team has machines: in usual places, and in firms."""
    at_hand = set()
    for person in team:
        if person.usual and person.usual.open:
            at_hand |= person.usual.equipment
        if person.workplace:
            at_hand |= person.workplace.founder_skills
    return at_hand


def remember_joint_work(model, team):
    """Write down, in each member's ties, with whom she has worked."""
    for person in team:
        person.made += 1
        for tie in person.ties:
            if tie.other in team:
                tie.joint = model.month


def enter(model, found):
    """Write down the sets never put together before; who finds one together shares it."""
    new = {}
    for team, techniques in found:
        if techniques in model.known_sets:
            model.count("duplicates")
        elif techniques in new:
            new[techniques].teams.append(team)
            model.count("shared_ideas")
        else:
            lead = team[0]
            new[techniques] = Idea(
                lead.identity * IDENTITIES_OF_A_PERSON + model.month,
                techniques,
                value(model, techniques),
                model.month,
                lead.home.block,
                lead.usual,
                lead.pole,
                [team],
            )
    model.known_sets |= set(new)
    model.ideas.extend(new.values())
    model.count("new_ideas", len(new))
    return list(new.values())


def value(model, techniques):
    """Return what a set of techniques is worth, the same in all arms of a seed."""
    luck, pairs = model.luck, list(combinations(sorted(techniques), 2))
    learnable = sum(luck.normal(Purpose.SYNERGY, ALWAYS, TECHNIQUES * a + b) for a, b in pairs)
    learnable /= math.sqrt(len(pairs))
    rugged = luck.normal(Purpose.RUGGED, ALWAYS, mask(techniques))
    return math.exp(
        model.numbers.behaviour.make.value_log_sd * math.sqrt(1 / 2) * (learnable + rugged)
    )


def mask(techniques):
    """Return the number by which luck knows a set of techniques: bit k for technique k."""
    return sum(2**technique for technique in techniques)
