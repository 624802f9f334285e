"""Teams as lists of people, ideas as sets of six, the table of all ideas as a dictionary."""

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck
from tests.naive.learn import mask, one_of

SMALLEST, LARGEST, SIX = 3, 6, 6
ATTEMPTS, DRAWS_AN_ATTEMPT = 4, 8
NOBODY = -1


def padded(people, length):
    return [*people, *[NOBODY] * (length - len(people))]


def invite(
    seed, month, order, identity, drive, partner, accepted, tie_other, tie_joint, made,
    incumbents, repeats,
):  # fmt: skip
    initiators, guests = [], []
    for person in order:
        address = seed, month, identity[person]
        rounds = zip(partner[person].tolist(), accepted[person], strict=True)
        friends = list(dict.fromkeys(other for other, liked in rounds if liked and other >= 0))
        starts, size, *_ = quad(address, Purpose.START_PROJECT, 0)
        if len(friends) < 2 or starts >= drive[person]:
            continue
        ties = zip(tie_other[person].tolist(), tie_joint[person].tolist(), strict=True)
        coworkers = [other for other, joint in ties if other >= 0 and joint >= 0]
        team = []
        for seat in range(one_of(range(SMALLEST, LARGEST + 1), size) - 1):
            known, again, which, _ = quad(address, Purpose.INVITE, seat)
            everybody = [*friends, *(other for other in coworkers if other not in friends)]
            left = [other for other in everybody if other not in team]
            partners = [other for other in left if other in friends]
            if known >= incumbents:
                wanted = [other for other in partners if made[other] == 0]
            else:
                wanted = [other for other in partners if made[other] > 0]
                if again < repeats:
                    wanted = [other for other in left if other in coworkers] or wanted
            choices = wanted or partners
            if not choices:
                break
            team.append(one_of(choices, which))
        initiators.append(int(person))
        guests.append(padded(team, LARGEST - 1))
    return initiators, guests


def quad(address, purpose, number):
    """Return four numbers of a person's luck this month."""
    seed, month, who = address
    return luck.quad(seed, purpose, month, who, number)


def join(seed, month, identity, initiator, invited, tie_other, tie_strength, n_rows):
    hosts = [int(host) for host in initiator]
    invitations = {}
    for host, guests in zip(hosts, invited.tolist(), strict=True):
        for seat, guest in enumerate(guests):
            if guest == NOBODY or guest in hosts:
                continue
            ties = dict(zip(tie_other[guest].tolist(), tie_strength[guest].tolist(), strict=True))
            drawn = luck.uniform(seed, Purpose.JOIN, month, identity[host], seat)
            invitations.setdefault(guest, []).append((ties.get(host, 0.0), drawn, host))
    answer = {guest: max(offers)[-1] for guest, offers in invitations.items()}
    return [
        padded([host, *(guest for guest in guests if answer.get(guest) == host)], LARGEST)
        for host, guests in zip(hosts, invited.tolist(), strict=True)
    ]


def compose(seed, month, identity, team, skills, needs_equipment, equipment):
    needy = arithmetic.held(needs_equipment)
    ideas = []
    for members, at_hand in zip(team.tolist(), equipment, strict=True):
        people = [member for member in members if member != NOBODY]
        known = [arithmetic.held(skills[person]) for person in people]
        usable = set().union(*known) - (needy - arithmetic.held(at_hand))
        idea = set()
        if len(people) >= SMALLEST and len(usable) >= SIX:
            lead = seed, Purpose.COMPOSE, month, identity[people[0]]
            idea = next(
                (
                    drawn
                    for drawn in (put_together(lead, usable, k) for k in range(ATTEMPTS))
                    if not any(drawn <= alone for alone in known)
                ),
                set(),
            )
        ideas.append(mask(idea))
    return ideas


def put_together(lead, usable, attempt):
    """Return six different techniques, drawn one after the other."""
    drawn = set()
    for k in range(SIX):
        chance = luck.uniform(*lead, attempt * DRAWS_AN_ATTEMPT + k)
        drawn.add(one_of(sorted(usable - drawn), chance))
    return drawn


def remember_joint_work(month, team, finished, tie_other, tie_joint, made):
    for members, done in zip(team.tolist(), finished, strict=True):
        people = {member for member in members if member != NOBODY}
        for person in people if done else ():
            made[person] += 1
            for slot, other in enumerate(tie_other[person].tolist()):
                if other in people:
                    tie_joint[person, slot] = month


def equipment_at_hand(team, usual, workplace, place_open, place_equipment, firm_skills, needs):
    needy, usable = arithmetic.held(needs), []
    for seats in team.tolist():
        members = [person for person in seats if person != NOBODY]
        rooms = {int(usual[person]) for person in members} - {NOBODY}
        firms = {int(workplace[person]) for person in members} - {NOBODY}
        machines = [arithmetic.held(place_equipment[room]) for room in rooms if place_open[room]]
        machines += [arithmetic.held(firm_skills[firm]) & needy for firm in firms]
        usable.append(mask(set().union(*machines)))
    return usable
