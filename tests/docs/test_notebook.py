"""The notebook runs from its first cell to its last, with the network off, and lies here without what it printed."""

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: the notebook did not run")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed: the notebook did not run")
pytest.importorskip("ipykernel", reason="ipykernel is not installed: the notebook did not run")
pytest.importorskip("altair", reason="the extra `desk` is not installed: the notebook did not run")

EXAMPLES = Path(__file__).parents[2] / "examples"
OFFLINE = """
import socket

def _refuse(self, address, connect=socket.socket.connect):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"the network is off: {address}")
    return connect(self, address)

socket.socket.connect = _refuse
"""


def read_notebook():
    return nbformat.read(EXAMPLES / "tour.ipynb", as_version=4)


def test_the_notebook_holds_no_output():
    for cell in read_notebook().cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_the_notebook_runs_with_the_network_off():
    notebook = read_notebook()
    notebook.cells.insert(0, nbformat.v4.new_code_cell(OFFLINE))
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    kinds = [kind for output in shown for kind in output.get("data", {})]
    assert sum(kind == "image/svg+xml" for kind in kinds) == 3
    printed = "".join(output.get("text", "") for output in shown)
    assert "DENY |" in printed
    assert not [output for output in shown if output.output_type == "error"]
