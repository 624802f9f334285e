"""The whole month written plainly, from docs/model.md, to hold the quick one against."""

from tests.naive.reference.model import ReferenceModel, live

__all__ = ["ReferenceModel", "live"]
