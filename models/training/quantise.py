"""An int8 form of an exported graph (static, QDQ): `python3 -m training.quantise [--data DIR] [--generated DIR]`.

Activations are uint8 with one scale a tensor, weights int8 with one scale a filter. The last convolution stays in
fp32, as do decoding and top-K. The input's planes are multiples of 1/255, so quantising them loses nothing.
The ranges of the tensors are measured on training pairs in onnxruntime-node (measure-ranges.mjs), the engine's runtime.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .data import DEEPPCB, Pair, load_deeppcb, load_generated
from .evaluate import images
from .export import write_description

LAST_CONVOLUTION = "net.out.weight"
INPUT_RANGE = (0.0, 1.0)
NODE = Path(__file__).parents[2] / "node_modules/.bin/node"


def features(graph: onnx.GraphProto) -> list[str]:
    """Tensors to hold as uint8: what convolutions and the additions between them read, and what residuals write."""
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    found: list[str] = []
    for node in graph.node:
        if node.op_type == "Conv":
            found.append(node.input[0])
        if node.op_type in ("Conv", "Resize"):
            found += [node.output[0] for reader in readers[node.output[0]] if reader.op_type == "Add"]
            if node.op_type == "Resize":
                found.append(node.input[0])
    return list(dict.fromkeys(found))


def with_ranges(model: onnx.ModelProto) -> onnx.ModelProto:
    """Adds an output `range:<tensor>` = [min, max] over the batch for every feature tensor."""
    for name in features(model.graph):
        low, high, both = f"{name}:low", f"{name}:high", f"range:{name}"
        model.graph.node.append(helper.make_node("ReduceMin", [name], [low], keepdims=0))
        model.graph.node.append(helper.make_node("ReduceMax", [name], [high], keepdims=0))
        model.graph.node.append(helper.make_node("Unsqueeze", [low, "axis:first"], [f"{low}:1"]))
        model.graph.node.append(helper.make_node("Unsqueeze", [high, "axis:first"], [f"{high}:1"]))
        model.graph.node.append(helper.make_node("Concat", [f"{low}:1", f"{high}:1"], [both], axis=0))
        model.graph.output.append(helper.make_tensor_value_info(both, TensorProto.FLOAT, [2]))
    model.graph.initializer.append(numpy_helper.from_array(np.array([0], np.int64), "axis:first"))
    return model


def quantised(model: onnx.ModelProto, ranges: dict[str, list[float]]) -> onnx.ModelProto:
    graph = model.graph
    weights = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    constants: list[onnx.TensorProto] = []
    scales: dict[str, np.float32] = {}
    nodes: list[onnx.NodeProto] = []

    def constant(name: str, values: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(values, name))
        return name

    held = set(features(graph))
    first = next(node.input[0] for node in graph.node if node.op_type == "Conv")
    for node in graph.node:
        if node.op_type == "Conv" and node.input[1] != LAST_CONVOLUTION:
            weight, bias = weights[node.input[1]], weights[node.input[2]]
            # A filter that learned nothing but its bias still needs a scale in which the bias fits 32 bits.
            least = np.abs(bias) / scales[node.input[0]] / 2**30 + 1e-12
            scale = np.maximum(np.abs(weight).reshape(len(weight), -1).max(1) / 127, least).astype(np.float32)
            rounded = np.clip(np.round(weight / scale[:, None, None, None]), -127, 127).astype(np.int8)
            bias_scale = (scale * scales[node.input[0]]).astype(np.float32)
            rounded_bias = np.round(bias / bias_scale).astype(np.int32)
            source = node.input[0]
            del node.input[:]
            node.input.append(source)
            for part, values, unit in (("weight", rounded, scale), ("bias", rounded_bias, bias_scale)):
                stem = f"{node.name}:{part}"
                inputs = [constant(f"{stem}:q", values), constant(f"{stem}:s", unit)]
                inputs.append(constant(f"{stem}:z", np.zeros(len(unit), values.dtype)))
                nodes.append(helper.make_node("DequantizeLinear", inputs, [stem], axis=0))
                node.input.append(stem)
        for place, name in enumerate(node.input):
            if name in held:
                node.input[place] = f"{name}:dq"
        nodes.append(node)
        for name in node.output:
            if name not in held:
                continue
            low, high = INPUT_RANGE if name == first else (min(ranges[name][0], 0.0), max(ranges[name][1], 1e-6))
            scales[f"{name}:dq"] = scales[name] = np.float32((high - low) / 255)
            zero = np.uint8(round(-low / scales[name]))
            unit = [constant(f"{name}:s", np.array(scales[name])), constant(f"{name}:z", np.array(zero))]
            nodes.append(helper.make_node("QuantizeLinear", [name, *unit], [f"{name}:q"]))
            nodes.append(helper.make_node("DequantizeLinear", [f"{name}:q", *unit], [f"{name}:dq"]))
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [entry for entry in graph.initializer if entry.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept + constants)
    onnx.checker.check_model(model)
    return model


def measured_ranges(model_path: Path, pairs: list[Pair]) -> dict[str, list[float]]:
    """[min, max] of every feature tensor over the pairs, each with and without its golden."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        onnx.save(with_ranges(onnx.load(str(model_path))), str(folder / "ranges.onnx"))
        np.stack([images(pair, mode) for pair in pairs for mode in ("golden", "none")]).tofile(folder / "pairs.u8")
        script = Path(__file__).with_name("measure-ranges.mjs")
        subprocess.run([str(NODE), str(script), str(folder)], check=True)
        return json.loads((folder / "ranges.json").read_text())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("pcb_defect_detector/1/model.onnx"))
    parser.add_argument("--to", type=Path, default=Path("pcb_defect_detector_int8/1"))
    parser.add_argument("--card", type=Path, default=Path(__file__).with_name("card.json"))
    parser.add_argument("--data", type=Path, default=DEEPPCB)
    parser.add_argument("--generated", type=Path, default=Path("runs/boards"))
    args = parser.parse_args()
    pairs = load_deeppcb(args.data, {"00041", "92000"})[::20] + load_generated(args.generated)[::80]
    args.to.mkdir(parents=True, exist_ok=True)
    graph = args.to / "model.onnx"
    onnx.save(quantised(onnx.load(str(args.model)), measured_ranges(args.model, pairs)), str(graph))
    write_description(args.card, graph, name="pcb_defect_detector_int8")


if __name__ == "__main__":
    main()
