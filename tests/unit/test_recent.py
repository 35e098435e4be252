"""What was used recently is there, the rest is forgotten, whoever interrupts."""

from helpers.check import at_once
from helpers.interrupted import at_every_line

from filtergrad.recent import Recent


def test_what_was_put_first_stays():
    recent = Recent(4)
    assert recent["a"] is None
    assert recent.put("a", 1) == 1
    assert recent.put("a", 2) == 1
    assert recent["a"] == 1


def test_the_used_stay_and_the_others_go():
    recent = Recent(10)
    for i in range(1000):
        recent.put(i, -i - 1)
        assert recent[0] == -1
        assert len(recent) <= 10
    assert recent[999] == -1000
    assert recent[1] is None


def test_forgetting():
    recent = Recent(3)
    for i in range(5):
        recent.put(i, str(i))
    recent.forget(lambda key: key % 2 == 0)
    assert [recent[i] for i in range(5)] == [None, "1", None, "3", None]
    recent.forget()
    assert [recent[i] for i in range(5)] == [None] * 5


def test_interrupted_anywhere_it_goes_on():
    recent, serial = Recent(2), iter(range(10**6))

    def use():
        recent.put(i := next(serial), i)
        recent[i - 3]

    def check():
        recent.put("mine", "value")
        assert recent["mine"] == "value"
        assert len(recent) <= 2

    assert at_every_line(use, check) > 3


def test_threads_at_once():
    recent = Recent(8)

    def work():
        for i in range(3000):
            assert recent.put(i % 23, i % 23) == i % 23
            assert recent[i % 7] in {None, i % 7}
            if i % 500 == 0:
                recent.forget(lambda key: key > 3)

    at_once(work, 4)
    assert len(recent) <= 8
