"""What is tested here is not the code generator."""

from helpers.effort import little_effort

__all__ = ["little_effort"]
