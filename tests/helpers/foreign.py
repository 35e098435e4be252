"""Foreign arrays, each of which speaks one protocol and nothing else."""


class Interface:
    """A foreign array that speaks __array_interface__."""

    def __init__(self, array):
        self.array = array
        self.__array_interface__ = array.__array_interface__


class Dlpack:
    """A foreign array that speaks __dlpack__, of version 1 or older."""

    def __init__(self, array, *, device=(1, 0), old=False):
        self.array, self.device, self.old = array, device, old

    def __dlpack_device__(self):
        return self.device

    def __dlpack__(self, **asked):
        if self.old and asked:
            raise TypeError("unexpected keyword argument")
        return self.array.__dlpack__(**asked)
