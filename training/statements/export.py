"""The trained tagger as two ONNX files in int8, one scale for each output channel."""

from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import copy_tokenizer
from training.statements.model import Tagger


class _Encode(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        vectors, tags = self.tagger.encode(ids, mask)
        return vectors, tags.softmax(-1)


class _Link(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, vectors: Tensor, mask: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
        return self.tagger.link(vectors, mask, window, first, last).softmax(-1)


def quantise(exact: Path, small: Path, seven_bits: bool = False) -> None:
    """Write `small`, the int8 form of the ONNX file `exact`. One scale a matrix costs four points of cosine.

    With `seven_bits` the weights keep to seven of the eight, so that sums do not overflow on processors without VNNI
    and come out alike on all.
    """
    quantize_dynamic(str(exact), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=seven_bits)


def export(weights: Path, work: Path, data: Path) -> None:
    """Write encoder.onnx and linker.onnx into `data`, and the tokenizer beside it."""
    tagger = Tagger()
    tagger.load_state_dict(torch.load(weights, map_location="cpu"))
    tagger.eval()
    data.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 2000, (3, 20))
    mask = torch.ones_like(ids)
    vectors, _ = tagger.encode(ids, mask)
    cue = (torch.tensor([0, 0, 1]), torch.tensor([3, 9, 5]), torch.tensor([4, 9, 6]))
    pieces = {0: "window", 1: "piece"}
    torch.onnx.export(
        _Encode(tagger), (ids, mask), str(work / "encoder.onnx"), input_names=["ids", "mask"],
        output_names=["vectors", "tags"], dynamic_axes=dict.fromkeys(("ids", "mask", "vectors", "tags"), pieces),
        opset_version=17, dynamo=False,
    )  # fmt: skip
    free = {"vectors": pieces, "mask": pieces, "links": {0: "cue", 1: "piece"}}
    torch.onnx.export(
        _Link(tagger), (vectors, mask, *cue), str(work / "linker.onnx"),
        input_names=["vectors", "mask", "window", "first", "last"], output_names=["links"],
        dynamic_axes=free | {name: {0: "cue"} for name in ("window", "first", "last")},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    for name in ("encoder", "linker"):
        quantise(work / f"{name}.onnx", data / f"{name}.onnx", seven_bits=True)
    copy_tokenizer(data.parent)
