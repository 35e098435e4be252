"""What tests of PyTorch share: how many weight gradients were ours, whoever called for them."""

import pytest


class Counted:
    """Counts weight gradients, which Python and machine code make; ``calls`` are Python's."""

    def __init__(self):
        self.calls = []
        self._before = self._made()

    @staticmethod
    def _made():
        from filtergrad.torch import state

        return list(state.made)

    def __len__(self):
        return len(self.dtypes)

    @property
    def dtypes(self):
        """The dtype of each."""
        from filtergrad.torch import door

        counts = zip(self._made(), self._before, strict=True)
        made = [[number] * (now - before) for number, (now, before) in enumerate(counts)]
        return [x.dtype for x in self.calls] + [door._dtype(n) for some in made for n in some]

    def clear(self):
        """Begin again."""
        self.calls.clear()
        self._before = self._made()


@pytest.fixture
def counted(monkeypatch):
    """How many gradients were ours."""
    from filtergrad.torch import convolution, op, switch

    count = Counted()

    def in_backward(*given):
        count.calls.append(given[0])
        return op.in_backward(*given)

    def operator(*given):
        count.calls.append(given[0])
        return op.operator(*given)

    monkeypatch.setattr(convolution, "in_backward", in_backward)
    monkeypatch.setattr(switch, "operator", operator)
    return count
