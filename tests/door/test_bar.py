"""What a bar says is left is judged by what was lived, however long a run takes."""

import pytest

from sim.door.progress import Bar, _bar


@pytest.mark.parametrize("kept", [0, 40])
def test_a_bar_judges_what_is_left_by_all_that_was_lived_since_it_began(kept):
    seconds = [0.0]
    bar = _bar(lambda: seconds[0])
    shown, left = Bar(bar, bar.add_task("sweep", total=None)), []

    for now, done in ((5, 0), (90, 0), (150, 1), (210, 2), (270, 3)):  # compiling until 90
        seconds[0] = now
        shown.reached(kept + done, kept + 20)
        left.append(bar.tasks[0].time_remaining)

    assert left == [None, None, 19 * 60, 18 * 60, 17 * 60]


def test_a_bar_is_not_misled_by_runs_that_end_together():
    seconds = [0.0]
    bar = _bar(lambda: seconds[0])
    shown = Bar(bar, bar.add_task("sweep", total=None))

    for now, done in ((0, 0), (60, 1), (60, 2), (120, 3), (120, 4)):
        seconds[0] = now
        shown.reached(done, 20)

    assert bar.tasks[0].time_remaining == 16 * 30
