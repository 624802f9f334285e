"""What is compiled ahead is what the first months call, and nothing else."""

from importlib import import_module

import pytest

from benchmarks.ahead import LISTED, written_anew
from sim.kernels.ahead import listed, types_of

WRITE_ANEW = "kernels have changed: `python -m benchmarks.ahead` writes the list anew"


@pytest.mark.parametrize(("module", "name", "text"), listed(), ids=lambda part: part[:30])
def test_every_kernel_listed_is_there_and_takes_so_many_arguments(module, name, text):
    kernel = getattr(import_module(f"sim.kernels.{module}"), name)

    assert len(types_of(text)) == kernel.py_func.__code__.co_argcount, WRITE_ANEW


@pytest.mark.slow
def test_the_list_is_what_the_first_months_of_a_comparison_call():
    assert written_anew() == LISTED.read_text(encoding="utf-8"), WRITE_ANEW
