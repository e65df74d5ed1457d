"""From trained weights to the model folder: `python3 -m training.export WEIGHTS... [--to pcb_defect_detector/1]`.

Several checkpoints are averaged: runs that left the same point with other seeds end close enough for their mean to be
better than each (Wortsman et al. 2022, model soups).

Writes model.onnx, and model.json from card.json (what people decide: severities, thresholds, provenance, figures)
with the graph's own facts filled in. The signature is added later, by the station's tool.
"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .decode import TILE, TOP_K, DetectorWithDecoding
from .network import CLASSES, Detector
from .warm_start import fused_weights

OPSET = 16


def fuse(module: nn.Module) -> None:
    """Fold every batch norm into the convolution before it, in place; the network must be in evaluation mode."""
    for name, child in module.named_children():
        if isinstance(child, nn.Sequential) and len(child) and isinstance(child[0], nn.Conv2d):
            setattr(module, name, nn.Sequential(fuse_conv_bn_eval(child[0], child[1]), *child[2:]))
        else:
            fuse(child)


def load_weights(*paths: Path) -> Detector:
    """A fused network in evaluation mode, from the averages of checkpoints (.pt) or from one exported graph (.onnx)."""
    if paths[0].suffix == ".onnx":
        weights = fused_weights(paths[0])
        counts = tuple(len({name.split(".")[1] for name in weights if name.startswith(f"b{i}.")}) for i in (2, 3, 4, 5))
        network = Detector(blocks=counts).eval()
        fuse(network)
        network.load_state_dict(weights)
        return network
    states = [torch.load(path, map_location="cpu")["average"] for path in paths]
    network = Detector()
    network.load_state_dict({name: sum(state[name].float() for state in states) / len(states) for name in states[0]})
    network.eval()
    fuse(network)
    return network


def export_graph(model: DetectorWithDecoding, path: Path) -> None:
    """Write the graph with a dynamic batch: `pair` uint8 [N, 2, TILE, TILE] -> `detections` float32 [N, TOP_K, 6]."""
    example = torch.randint(0, 256, (2, 2, TILE, TILE), dtype=torch.uint8)
    torch.onnx.export(
        model,
        example,
        str(path),
        opset_version=OPSET,
        do_constant_folding=True,
        input_names=["pair"],
        output_names=["detections"],
        dynamic_axes={"pair": {0: "N"}, "detections": {0: "N"}},
    )
    onnx.checker.check_model(onnx.load(str(path)))


def describe(card: dict, graph: Path) -> dict:
    """model.json: the card, the graph's hash and shapes, and the class list in the graph's order."""
    severity, thresholds = card["severity"], card["threshold"]
    return {
        "name": card["name"],
        "version": card["version"],
        "sha256": hashlib.sha256(graph.read_bytes()).hexdigest(),
        "input": {
            "name": "pair",
            "dtype": "uint8",
            "layout": "NCHW",
            "width": TILE,
            "height": TILE,
            "channels": ["board", "golden"],
            "golden": "optional_zero",
        },
        "output": {"decoder": "detections_nk6", "name": "detections", "top_k": TOP_K},
        "classes": [{"name": name, "severity": severity[name], "threshold": thresholds[name]} for name in CLASSES],
        "merge": card["merge"],
        "training": card["training"],
        "figures": card["figures"],
        "licence": card["licence"],
        "signature": None,
    }


def write_description(card: Path, graph: Path, name: str | None = None) -> None:
    """model.json beside the graph; `name` replaces the card's (a variant of the model)."""
    description = describe(json.loads(card.read_text()) | ({"name": name} if name else {}), graph)
    graph.with_name("model.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{graph}: {graph.stat().st_size} bytes, sha256 {description['sha256']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, default=Path("pcb_defect_detector/1"))
    parser.add_argument("--card", type=Path, default=Path(__file__).with_name("card.json"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.to.mkdir(parents=True, exist_ok=True)
    graph = args.to / "model.onnx"
    export_graph(DetectorWithDecoding(load_weights(*args.weights)).eval(), graph)
    write_description(args.card, graph)


if __name__ == "__main__":
    main()
