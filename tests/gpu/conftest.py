"""GPU tests without a GPU: Triton's interpreter is switched on before anything imports Triton."""

import os
from importlib.util import find_spec

if find_spec("triton"):
    from helpers import interpret

    assert os.environ["TRITON_INTERPRET"] == "1"
    assert interpret.launch
else:
    collect_ignore_glob = ["*"]
