"""What is said of the pairs of arms that are told face to face, and of their matched pairs."""

from sim.config.catalogue import text, texts
from sim.plots import words
from sim.report.comparison import Comparison, Pair
from sim.report.sentences import CLEAR, change, note, seeds_agree


def question(comparison: Comparison) -> str:
    """Ask the question of this comparison; some pairs have a question of their own."""
    lang = comparison.lang
    if not comparison.same_money:
        return text("report.question_apart", lang)
    if len(comparison.duels) != 1:
        return text("report.question_plain", lang)
    ((arm, other),) = comparison.duels
    named = {"arm": words.arm_name(arm, lang), "other": words.arm_name(other, lang)}
    if other in texts("report", lang)["question_of"].get(arm, {}):
        return text(f"report.question_of.{arm}.{other}", lang, **named)
    return text("report.question_pair", lang, **named)


def told(comparison: Comparison, outcome: str) -> list[dict[str, str]]:
    """Return what is said of each pair told face to face, also at equal cash and hours given."""
    every = [
        {
            "said": face_to_face(comparison, outcome, pair),
            "equal": with_hours(comparison, outcome, pair),
        }
        for pair in comparison.duels
    ]
    return [duel for duel in every if duel["said"]]


def face_to_face(comparison: Comparison, outcome: str, pair: Pair) -> str:
    """Say how two arms differ face to face on one outcome."""
    row = comparison.contrast(outcome, *pair)
    if row is None or row["reading"] not in (*CLEAR, "unclear"):
        return ""
    lang = comparison.lang
    first, second = (words.arm_name(arm, lang) for arm in pair)
    if row["reading"] == "unclear":
        return text("report.answer.duel_unclear", lang, arm=first, other=second)
    said = words.quantity_texts(row, lang)
    return text(
        "report.answer.duel_clear",
        lang,
        change=change(row, lang),
        arm=first,
        other=second,
        difference=said["difference"] + seeds_agree(row, lang),
    )


def with_hours(comparison: Comparison, outcome: str, pair: Pair) -> str:
    """Say how two arms differ face to face at equal cash and hours given."""
    equal = comparison.equal_resources
    if equal.empty:
        return ""
    own = equal[(equal["outcome"] == outcome) & (equal["arm"] == pair[0])]
    own = own[own["reference"] == pair[1]]
    if own.empty or own.iloc[0]["reading"] == "absent":
        return ""
    row = own.iloc[0]
    said = words.quantity_texts(row, comparison.lang)
    reading = text(f"report.contrasts.reading.{row['reading']}", comparison.lang)
    shown = {"difference": said["difference"], "t": said["t"], "reading": reading}
    return text("report.answer.duel_equal", comparison.lang, **shown)


def matched(comparison: Comparison) -> list[dict[str, str]]:
    """Say what each matched pair shows on the primary outcomes."""
    if len(comparison.seeds) < 2:
        return []
    return [_matched(comparison, *pairs) for pairs in comparison.matched.items()]


def _matched(comparison: Comparison, pair: Pair, twins: Pair) -> dict[str, str]:
    """Say what the twins of a pair show."""
    lang = comparison.lang
    rows = comparison.against(twins[1], [twins[0]])
    rows = rows[rows["outcome"].isin(comparison.primary) & rows["reading"].isin(CLEAR)]
    said = [
        text(
            "report.notes.matched_said",
            lang,
            change=change(row, lang),
            **words.quantity_texts(row, lang),
        )
        for _, row in rows.iterrows()
    ] or [text("report.notes.matched_none", lang)]
    return note(
        "matched",
        lang,
        arm=words.arm_name(pair[0], lang),
        other=words.arm_name(pair[1], lang),
        said=words.listed(said, lang),
    )
