"""Types and defaults of parameters that a docstring describes together, for the reference.

In: functions as griffe reads them. Out: the same; each parameter of a group has its own type and
default, where griffe gives all of them those of the first.
"""

from typing import Any

import griffe


class Grouped(griffe.Extension):
    """Looks up each parameter by its own name."""

    def on_function(self, *, func: griffe.Function, **_: Any) -> None:
        """Give each parameter what is its own."""
        sections = func.docstring.parsed if func.docstring else ()
        for section in sections:
            if section.kind is griffe.DocstringSectionKind.parameters:
                for described in section.value:
                    if described.name in func.parameters:
                        known = func.parameters[described.name]
                        described.annotation = known.annotation
                        described.value = known.default
