"""A tagger read back from its ONNX files."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.encoder import LAYERS, Encoder
from training.statements.model import Tagger

PRODUCTS = {"MatMulInteger", "MatMul"}
ENCODER = [
    f"encoder.layers.{k}.{part}" for k in range(LAYERS) for part in ("attention.qkv", "attention.out", "up", "down")
] + ["tag"]
LINKER = ["layer.attention.qkv", "layer.attention.out", "layer.up", "layer.down", "out"]
"""The matrices without a name of their own, in the order of the graph."""


def _weights(path: Path, unnamed: list[str]) -> dict[str, Tensor]:
    """Name to weight, rounded as they were in the file."""
    graph = onnx.load(path).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found: dict[str, Tensor] = {}
    for name, values in stored.items():
        if name.endswith("_quantized"):
            base = name.removesuffix("_quantized")
            exact = (values.astype(np.float32) - stored[f"{base}_zero_point"]) * stored[f"{base}_scale"]
            found[base] = torch.from_numpy(np.asarray(exact, np.float32))
        elif name.startswith("tagger.") and not name.endswith(("_scale", "_zero_point")):
            found[name] = torch.from_numpy(values.copy())
    order = [
        one.removesuffix("_quantized")
        for node in graph.node
        if node.op_type in PRODUCTS
        for one in node.input
        if one.startswith("onnx::") and one.endswith("_quantized")
    ]
    named = {f"{name}.weight": found.pop(old).T for name, old in zip(unnamed, order, strict=True)}
    plain = {name.removeprefix("tagger."): value for name, value in found.items()}
    turned = {name: value for name, value in plain.items() if not name.endswith("_Transposed")}
    for name in plain.keys() - turned.keys():
        turned[name.removesuffix("_Transposed")] = plain[name].T
    return turned | named


def load_tagger(folder: Path) -> Tagger:
    """The tagger of `encoder.onnx` and `linker.onnx`: six layers, as `training.statements` exports it."""
    tagger = Tagger(Encoder())
    tagger.load_state_dict(_weights(folder / "encoder.onnx", ENCODER) | _weights(folder / "linker.onnx", LINKER))
    return tagger.eval()
