"""What stands in the tables that tell of people: of groups of them, of each, of what they had."""

from sim.recorder.columns import ARM, MONTH, PERSON, RUN, SEED, Column, Table

KIND = Column("kind", "label", "", "kind of person")

OF_PEOPLE = (
    Table(
        "groups",
        "one outcome of one group of people at the end of one run",
        (
            RUN,
            SEED,
            ARM,
            Column(
                "grouping",
                "string",
                "",
                "kind, income_third, district or cohort; founder_kind, founder_third or"
                " founder_district as they were when policy began; side",
            ),
            Column("group", "string", "", "the group within its grouping"),
            Column("outcome", "string", "", "what is measured"),
            Column("value", "float64", "of the outcome", "its value in the group"),
            Column("people", "int32", "people", "people in the group"),
        ),
    ),
    Table(
        "founders",
        "one person who was there when policy began, at the end of one run",
        (
            RUN,
            SEED,
            ARM,
            PERSON,
            KIND,
            Column("third", "label", "", "by income when policy began: lower, middle or upper"),
            Column("district", "label", "", "where she lived when policy began"),
            Column(
                "whereabouts",
                "label",
                "",
                "city, outside, or expelled: outside for want of a home",
            ),
            Column("forced_moves", "int16", "moves", "forced moves since policy began"),
            Column("welfare", "float32", "log points", "ln of what she has left, as in groups"),
        ),
    ),
    Table(
        "candidates",
        "one person who knocked under a policy in one run",
        (
            RUN,
            SEED,
            ARM,
            PERSON,
            MONTH,
            KIND,
            Column("fate", "label", "", "stayed_away, entered, priced_out or outbid"),
        ),
    ),
    Table(
        "worth",
        "what one group had of one ledger of value in one run; ledgers are never added up",
        (
            RUN,
            SEED,
            ARM,
            Column("ledger", "string", "", "market, commons or recognition"),
            Column(
                "grouping",
                "string",
                "",
                "kind, cohort or place; the parts of each are the whole",
            ),
            Column("group", "string", "", "who has it"),
            Column(
                "value",
                "float64",
                "euros, or points",
                "sum over the policy months; of recognition what there is at the end",
            ),
        ),
    ),
)
"""Groups, then founders, candidates and worth."""
