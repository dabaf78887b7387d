"""Lower and upper layers as ONNX files in int8, one scale for each output channel."""

from pathlib import Path

import torch
from torch import nn

from training.encoder import WIDTH
from training.relations.top import Lower, Top
from training.statements.export import quantise


def write_onnx(network: nn.Module, given: dict[str, torch.Tensor], output: str, path: Path) -> None:
    """Export with free numbers of sentences and pieces, and quantise to `path`."""
    axes = {name: {0: "sentence", 1: "piece"} for name in given}
    axes[output] = {0: "sentence"} if output == "scores" else {0: "sentence", 1: "piece"}
    exact = path.with_suffix(".exact")
    torch.onnx.export(
        network.eval(), tuple(given.values()), str(exact), input_names=list(given), output_names=[output],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantise(exact, path)
    exact.unlink()


def write_lower(path: Path) -> None:
    ids = torch.randint(1000, 2000, (3, 20))
    write_onnx(Lower(), {"ids": ids, "mask": torch.ones_like(ids)}, "vectors", path)


def write_top(top: Top, path: Path) -> None:
    mask = torch.ones(3, 20, dtype=torch.long)
    write_onnx(top, {"vectors": torch.randn(3, 20, WIDTH), "mask": mask}, "scores", path)
