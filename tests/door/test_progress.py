import sys

from sim.door.progress import progress, told


def test_a_log_gets_plain_lines_and_only_now_and_then(capsys):
    with progress("compare", quiet=False) as shown:
        for done in range(101):
            shown.reached(done, 100)

    spoken = capsys.readouterr()
    lines = spoken.err.splitlines()
    assert spoken.out == ""
    assert 1 <= len(lines) <= 3
    assert lines[-1].startswith("compare: 100 / 100")
    assert not any(ord(sign) < 32 for line in lines for sign in line)


def test_what_is_left_is_judged_by_the_time_since_the_rules_were_compiled(capsys, monkeypatch):
    clock = iter([0.0, 60.0, 75.0])
    monkeypatch.setattr("sim.door.progress.time.monotonic", lambda: next(clock))

    with progress("compare", quiet=False) as shown:
        for done in (0, 0, 5):  # nothing is done before and after compiling for a minute
            shown.reached(done, 20)

    assert capsys.readouterr().err.splitlines()[-1] == "compare: 5 / 20, about 45 s left"


def test_quiet_says_nothing(capsys):
    with progress("compare", quiet=True) as shown:
        shown.say("something")
        shown.reached(1, 2)

    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    with progress("compare", quiet=False) as shown:
        shown.say("a remark")
        shown.reached(3, 4)

    assert "a remark" in capsys.readouterr().err


def test_a_single_run_counts_months_and_several_count_runs(capsys):
    class Heard:
        def __init__(self):
            self.reached_at, self.said = [], []

        def reached(self, done, total):
            self.reached_at.append((done, total))

        def say(self, sentence):
            self.said.append(sentence)

    for runs, kept in ((1, [(3, 12)]), (8, [(1, 8)])):
        heard = Heard()
        tell = told(heard, runs)
        tell("warm", 0, 1)
        tell("month", 3, 12)
        tell("live", 1, 8)

        assert heard.reached_at == kept
        assert len(heard.said) == 1
