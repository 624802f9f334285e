"""What is told at the end of a run of who wins and who loses, written once like the outcomes."""

from sim.recorder.outcomes import Outcome

ENDINGS: dict[str, Outcome] = {
    name: Outcome(name, unit, direction, formula, meaning, window="end")
    for name, unit, direction, formula, meaning in (
        (
            "net_forced_moves_per_1000_year",
            "moves/1000 founders/year",
            -1,
            "12 x 1000 x mean over founders of (forced moves - the same founder's under `none`)"
            " / months of policy",
            "Forced moves that the policy brought, net of those that come without one.",
        ),
        (
            "more_forced_share",
            "share",
            -1,
            "founders with more forced moves than under `none` / founders",
            "Founders whom the policy made move.",
        ),
        (
            "fewer_forced_share",
            "share",
            1,
            "founders with fewer forced moves than under `none` / founders",
            "Founders whom the policy spared a move.",
        ),
        (
            "net_left_share",
            "share",
            0,
            "(founders outside the city - founders outside under `none`) / founders",
            "Founders who left, net of those who leave without a policy.",
        ),
        (
            "net_expelled_share",
            "share",
            -1,
            "(founders outside for want of a home - the same under `none`) / founders",
            "Founders driven out, net of those driven out without a policy.",
        ),
        (
            "welfare_gain",
            "log points",
            1,
            "mean over founders of (ln of what is left at the end - the same founder's under"
            " `none`)",
            "What founders gain, each against herself, wherever she lives.",
        ),
        (
            "better_off_share",
            "share",
            1,
            "founders whose welfare is more than 0.01 above their own under `none` / founders",
            "Founders who gain.",
        ),
        (
            "worse_off_share",
            "share",
            -1,
            "founders whose welfare is more than 0.01 below their own under `none` / founders",
            "Founders who lose.",
        ),
        (
            "entered_share",
            "share",
            0,
            "candidates who enter / candidates who knock",
            "Candidates whom the city takes in.",
        ),
        (
            "shut_out_share",
            "share",
            -1,
            "(candidates priced out + candidates outbid) / candidates who knock",
            "Candidates who would come and cannot.",
        ),
        (
            "priced_out_share",
            "share",
            -1,
            "candidates who would come to the best home they see, but see none worth it that they"
            " can pay / candidates who knock",
            "Candidates shut out by price.",
        ),
        (
            "outbid_share",
            "share",
            -1,
            "candidates who ask for a home they can pay and do not get it / candidates who knock",
            "Candidates who lose the home they could pay to others.",
        ),
        (
            "shut_out_here_only_share",
            "share",
            -1,
            "candidates shut out here who enter under `none` / candidates who knock",
            "Candidates whom the policy shut out.",
        ),
        (
            "let_in_here_only_share",
            "share",
            1,
            "candidates who enter here and are shut out under `none` / candidates who knock",
            "Candidates whom the policy let in.",
        ),
        (
            "city_welfare",
            "log points",
            1,
            "mean over people present of ln(max(income - rent - fees, 100 euros) / 1,000 euros)",
            "How well those live who live in the city now, whoever they are.",
        ),
        (
            "founders_inside_welfare",
            "log points",
            1,
            "mean over founders in the city of ln of what is left",
            "How well those live who were there and stayed.",
        ),
        (
            "founders_outside_welfare",
            "log points",
            1,
            "mean over founders outside the city of ln of what is left there",
            "How well those live who were there and left.",
        ),
        (
            "founders_outside_share",
            "share",
            0,
            "founders outside the city / founders",
            "How many of those who were there have left.",
        ),
        (
            "newcomer_gain",
            "log points",
            1,
            "mean over newcomers present of (ln of what is left - ln of what would be left of their"
            " kind's income outside, at their own quantile, after the rent of outside)",
            "What coming was worth to those who came, against what they leave.",
        ),
        (
            "system_welfare",
            "log points",
            1,
            "(sum over founders, wherever they live, of ln of what is left + sum over newcomers"
            " present of their gain) / founders",
            "City and outside together: leavers count, and comers for what they gain by coming.",
        ),
        (
            "firms_founded",
            "firms",
            0,
            "open firms founded in the city since policy began",
            "Firms that the city made.",
        ),
        (
            "firms_from_elsewhere",
            "firms",
            0,
            "open firms that came from elsewhere since policy began",
            "Firms that the city gained and another place lost.",
        ),
        (
            "jobs_from_elsewhere",
            "jobs",
            0,
            "workers employed by firms that came from elsewhere since policy began",
            "Jobs that the city gained and another place lost.",
        ),
        (
            "jobs_without_moved",
            "jobs",
            1,
            "workers employed by firms of the city - those of firms that came from elsewhere since"
            " policy began",
            "Jobs of the city, but for those that only moved.",
        ),
        (
            "market_ledger",
            "euro",
            1,
            "sum over policy months of prices of ideas sold: half to their makers, wherever they"
            " live, half to the firms that sell them on",
            "The ledger of sales: who has what of the price of ideas.",
        ),
        (
            "commons_ledger",
            "euro of use",
            1,
            "sum over policy months of use value x the idea's value over uses of open ideas: to"
            " whoever uses it; and how much of it firms here and outside make money of",
            "The ledger of use in common: who uses open ideas; not money.",
        ),
        (
            "recognition_ledger",
            "points",
            0,
            "recognition held at the end: 1 for an idea of value 1 in the own field, less in"
            " others, fading month by month",
            "The ledger of recognition: who is known for what was made; not money.",
        ),
    )
}
"""Measured once a run, of groups of people, of the city and of the outside; no verdict on any."""
