"""A GPU that is none, for PyTorch: see `helpers.pretended_cuda`."""

import pytest
from helpers import fake_cuda  # before anything imports Triton

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
from helpers.pretended_cuda import Cuda  # noqa: E402

from filtergrad.gpu.engine import Gpu  # noqa: E402
from filtergrad.gpu.run import driver  # noqa: E402
from filtergrad.recent import relieve  # noqa: E402
from filtergrad.torch import gpu, switch  # noqa: E402


@pytest.fixture(scope="session")
def pretended():
    with pytest.MonkeyPatch.context() as patch, Cuda(fake_cuda.Fake()) as made:
        patch.setattr(Gpu, "build", fake_cuda.Pair)
        switch.install()
        yield made


@pytest.fixture
def cuda(pretended):
    """Three devices, two of them alike, with a current stream each."""
    yield from renewed(pretended, fake_cuda.Fake(90, 90, 80))


@pytest.fixture
def old(pretended):
    """A device too old for any kernel of ours."""
    yield from renewed(pretended, fake_cuda.Fake(61))


def renewed(cuda, fake):
    """The pretence with another driver, and nothing remembered."""
    cuda.fake.leave()
    driver.use(fake)
    forget()
    cuda.fake, cuda.asked, cuda.blocks = fake, [], []
    cuda.current = {number: fake.stream(number) for number in range(len(fake.capabilities))}
    yield cuda
    fake.leave()
    forget()


def forget():
    relieve()
    gpu._served.clear()
    gpu._warned.clear()
