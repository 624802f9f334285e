"""What a report needs is loaded near the end of the runs, when a core is free for it."""

from types import SimpleNamespace

import pytest

from sim.door import keeping


class Begun(list):
    """Whom a thread was started for, without starting any."""

    def __call__(self, target, args, daemon):
        self.append(args)
        return SimpleNamespace(start=lambda: None)


@pytest.fixture
def begun(monkeypatch):
    begun = Begun()
    monkeypatch.setattr(keeping, "Thread", begun)
    return begun


def telling(told, executor="processes", workers=2):
    question = SimpleNamespace(executor=executor, workers=workers, arms={"none": {}, "cash": {}})
    asked = SimpleNamespace(question=question)
    return keeping.report_made_ready(asked, lambda *said: told.append(said))


def test_it_is_loaded_once_when_a_worker_has_no_more_runs_to_live(begun):
    told, at = [], []
    tell = telling(told)

    for done in range(0, 13, 2):
        tell("live", done, 12)
        at.append(len(begun))

    assert at == [0, 0, 0, 0, 0, 1, 1]  # from ten of twelve on, one worker of two lives two runs
    assert begun == [(2,)]
    assert told == [("live", done, 12) for done in range(0, 13, 2)]


def test_it_is_loaded_at_once_where_every_run_is_kept_already(begun):
    telling([])("live", 12, 12)

    assert begun == [(2,)]


def test_it_is_not_loaded_while_the_first_runs_of_few_are_lived(begun):
    tell = telling([])
    tell("live", 0, 3)
    tell("warm", 0, 1)
    tell("live", 0, 3)

    assert begun == []


@pytest.mark.parametrize(("executor", "workers"), [("serial", 4), ("processes", 1)])
def test_one_process_alone_loads_it_when_it_is_needed(begun, executor, workers):
    telling([], executor, workers)("live", 12, 12)

    assert begun == []
