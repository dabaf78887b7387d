"""The trained tagger as two ONNX files in int8, one scale for each output channel."""

from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import WIDTH, copy_tokenizer
from training.statements.model import Tagger


class _Encode(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        vectors, tags = self.tagger.encode(ids, None)
        return vectors, tags.softmax(-1)


class _Link(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, vectors: Tensor, at: Tensor, first: Tensor, last: Tensor) -> Tensor:
        return self.tagger.link_kept(vectors, at, first, last).softmax(-1)


def quantise(exact: Path, small: Path, seven_bits: bool = False) -> None:
    """Write `small`, the int8 form of the ONNX file `exact`. One scale a matrix costs four points of cosine.

    With `seven_bits` the weights keep to seven of the eight, so that sums do not overflow on processors without VNNI
    and come out alike on all.
    """
    quantize_dynamic(
        str(exact), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=seven_bits,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )  # fmt: skip


def export(tagger: Tagger, work: Path, data: Path) -> None:
    """Write encoder.onnx and linker.onnx into `data`, and the tokenizer beside it. Both take one window at a time."""
    tagger = tagger.cpu().eval()
    data.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    vectors = torch.randn(20, WIDTH)
    cue = (torch.arange(20), torch.tensor([3, 9]), torch.tensor([4, 9]))
    own = {"opset_version": 17, "dynamo": False, "custom_opsets": {"com.microsoft": 1}}
    torch.onnx.export(
        _Encode(tagger), (torch.randint(1000, 2000, (1, 20)),), str(work / "encoder.onnx"), input_names=["ids"],
        output_names=["vectors", "tags"], dynamic_axes={name: {1: "piece"} for name in ("ids", "vectors", "tags")},
        **own,
    )  # fmt: skip
    torch.onnx.export(
        _Link(tagger), (vectors, *cue), str(work / "linker.onnx"), input_names=["vectors", "at", "first", "last"],
        output_names=["links"], **own,
        dynamic_axes={"vectors": {0: "kept"}, "at": {0: "kept"}, "links": {0: "cue", 1: "kept"}}
        | {name: {0: "cue"} for name in ("first", "last")},
    )  # fmt: skip
    for name in ("encoder", "linker"):
        quantise(work / f"{name}.onnx", data / f"{name}.onnx", seven_bits=True)
    copy_tokenizer(data.parent)
