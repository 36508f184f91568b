"""Write a trained encoder in the form that runs without torch: weights in 8 bits and a graph for ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from network import Encoder
from onnx import TensorProto, helper

from extract.finding.encoder.labels import TAGS
from extract.finding.encoder.weights import Floats, write_weights

_MICROSOFT = "com.microsoft"  # operators that every build of ONNX Runtime has: fused attention, norm and gelu
_OPERATORS = 17
_FORMAT = 9
_PLACES = 258  # positions that are kept: 256 pieces and the two marks


def write_encoder(model: Encoder, folder: Path) -> None:
    """Write `weights.npz` and `graph.onnx` to a folder."""
    named: dict[str, Floats] = {
        "embedding": _plain(model.embedding.weight),
        "position": _plain(model.position)[:_PLACES],
        "norm": _plain(model.norm.weight),
        "norm_bias": _plain(model.norm.bias),
        "head": _plain(model.head.weight),
        "head_bias": _plain(model.head.bias),
    }
    for number, layer in enumerate(model.layers):
        for name in ("qkv", "out", "norm", "inner", "outer", "last"):
            named[f"{number}.{name}"] = _plain(getattr(layer, name).weight)
            named[f"{number}.{name}_bias"] = _plain(getattr(layer, name).bias)
    matrices = {name: each for name, each in named.items() if each.ndim == 2 and name != "position"}
    vectors = {name: each for name, each in named.items() if name not in matrices}
    shape = (len(model.layers), model.shape.piece_layers, model.shape.heads)
    write_weights(folder / "weights.npz", matrices, vectors, shape)
    # The graph multiplies from the right: its matrices stand turned.
    sizes = {name: each.shape[::-1] for name, each in named.items() if name not in ("embedding", "position")}
    onnx.save(_graph(model, sizes), str(folder / "graph.onnx"))


def _plain(tensor: object) -> Floats:
    values: Floats = np.asarray(tensor.detach().float().numpy())  # type: ignore[attr-defined]
    return values


def _graph(model: Encoder, sizes: Mapping[str, tuple[int, ...]]) -> onnx.ModelProto:
    """The graph from embedded pieces to scores; its weights are named and left open."""
    shape = model.shape
    nodes = [_node("LayerNormalization", ["embedded", "norm", "norm_bias"], "x.0", axis=-1, epsilon=1e-12)]
    x = "x.0"
    for number in range(shape.piece_layers):
        nodes += _layer(number, x, "pieces", shape.heads)
        x = f"x.{number + 1}"
    nodes.append(_node("GatherND", [x, "kept"], "x.words", batch_dims=1))
    x = "x.words"
    for number in range(shape.piece_layers, len(shape.layers)):
        nodes += _layer(number, x, "words", shape.heads)
        x = f"x.{number + 1}"
    nodes += [_node("MatMul", [x, "head"], "tags"), _node("Add", ["tags", "head_bias"], "scores")]
    floats, numbers = TensorProto.FLOAT, TensorProto.INT64
    inputs = [
        helper.make_tensor_value_info("embedded", floats, ["sentences", "pieces", shape.width]),
        helper.make_tensor_value_info("pieces", TensorProto.INT32, ["sentences", "pieces"]),
        helper.make_tensor_value_info("kept", numbers, ["sentences", "words", 1]),
        helper.make_tensor_value_info("words", TensorProto.INT32, ["sentences", "words"]),
    ]
    outputs = [helper.make_tensor_value_info("scores", floats, ["sentences", "words", len(TAGS)])]
    graph = helper.make_graph(nodes, "encoder", inputs, outputs, [_open(*each) for each in sizes.items()])
    operators = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(_MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=operators, ir_version=_FORMAT, producer_name="extract")


def _layer(number: int, x: str, mask: str, heads: int) -> list[onnx.NodeProto]:
    def own(name: str) -> str:
        return f"{number}.{name}"

    norm = {"domain": _MICROSOFT, "epsilon": 1e-12}
    return [
        _node("Attention", [x, own("qkv"), own("qkv_bias"), mask], own("mixed"), domain=_MICROSOFT, num_heads=heads),
        _node("MatMul", [own("mixed"), own("out")], own("mixed_out")),
        _node("SkipLayerNormalization", [own("mixed_out"), x, own("norm"), own("norm_bias"), own("out_bias")],
              own("between"), **norm),
        _node("MatMul", [own("between"), own("inner")], own("wide")),
        _node("FastGelu", [own("wide"), own("inner_bias")], own("active"), domain=_MICROSOFT),
        _node("MatMul", [own("active"), own("outer")], own("narrow")),
        _node("SkipLayerNormalization", [own("narrow"), own("between"), own("last"), own("last_bias"),
              own("outer_bias")], f"x.{number + 1}", **norm),
    ]  # fmt: skip


def _open(name: str, size: tuple[int, ...]) -> onnx.TensorProto:
    """A weight that is handed over when the graph is loaded."""
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=size, data_location=TensorProto.EXTERNAL)
    # ONNX wants a place to be named; nothing is read from there.
    tensor.external_data.add(key="location", value="weights.npz")
    return tensor


def _node(kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> onnx.NodeProto:
    return helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes)
