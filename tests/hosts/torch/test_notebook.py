"""The notebook of the documentation runs, and what it says of its curves is so."""

import json

import numpy as np
import pytest
from helpers import ROOT


def test_the_notebook_runs(monkeypatch, capsys):
    plt = pytest.importorskip("matplotlib.pyplot")
    pytest.importorskip("sklearn.datasets")
    monkeypatch.setattr(plt, "rcParams", plt.rcParams.copy())
    plt.switch_backend("agg")
    text = (ROOT / "docs" / "plan-in-pictures.ipynb").read_text(encoding="utf-8")
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    scope = {}
    for number, cell in enumerate(cells):
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), scope)
    assert scope["pixels"].tolist()[2] == [35, 42, 49, 42, 35]
    assert len(scope["without"]) == len(scope["with_ours"]) > 50
    np.testing.assert_allclose(scope["with_ours"], scope["without"], atol=1e-3)
    assert "2 of 2" in capsys.readouterr().out
    assert len(plt.get_fignums()) == 5
    plt.close("all")
    assert all(cell["outputs"] for cell in cells[1:]), "saved without its pictures"
    assert len(text) < 200_000
