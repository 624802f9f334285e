"""Every public kernel has a slow twin of its name, which borrows no code from the kernels."""

import importlib
import pkgutil
from types import FunctionType, ModuleType

import pytest

import sim.kernels
import tests.naive

MODULES = [
    found.name
    for found in pkgutil.iter_modules(sim.kernels.__path__)
    if found.name != "ahead"  # it compiles them, and is none
]


def is_function_of(thing, module: ModuleType) -> bool:
    """Say whether a thing, compiled or plain, is a function that a module defines."""
    plain = getattr(thing, "py_func", thing)
    return isinstance(plain, FunctionType) and plain.__module__ == module.__name__


def public_kernels() -> list[tuple[str, str]]:
    """Return module and name of every function that the kernels offer."""
    modules = [importlib.import_module(f"sim.kernels.{name}") for name in MODULES]
    return [
        (module.__name__.rsplit(".", 1)[-1], name)
        for module in modules
        for name, thing in vars(module).items()
        if not name.startswith("_") and is_function_of(thing, module)
    ]


@pytest.mark.parametrize(("module", "name"), public_kernels())
def test_every_kernel_has_a_naive_twin(module, name):
    naive = importlib.import_module(f"tests.naive.{module}")

    assert is_function_of(getattr(naive, name, None), naive)


def twins() -> list[str]:
    return [found.name for found in pkgutil.iter_modules(tests.naive.__path__)]


@pytest.mark.parametrize("name", twins())
def test_a_twin_borrows_no_code_from_the_kernels(name):
    naive = importlib.import_module(f"tests.naive.{name}")

    borrowed = {
        own
        for own, thing in vars(naive).items()
        if not isinstance(thing, type)
        and str(getattr(thing, "__module__", "") or "").startswith("sim.")
    }

    assert not borrowed


def test_the_walk_finds_the_kernels():
    assert {("luck", "block"), ("space", "reach_offsets"), ("meet", "meet_in_rooms")} <= set(
        public_kernels()
    )
