"""From trained weights to the model folder: `python3 -m training.export WEIGHTS [--to pcb_defect_detector/1]`.

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


def load_weights(path: Path) -> Detector:
    """A fused network in evaluation mode, from a checkpoint's average (.pt) or an exported graph (.onnx)."""
    if path.suffix == ".onnx":
        weights = fused_weights(path)
        counts = tuple(len({name.split(".")[1] for name in weights if name.startswith(f"b{i}.")}) for i in (2, 3, 4, 5))
        network = Detector(blocks=counts).eval()
        fuse(network)
        network.load_state_dict(weights)
        return network
    network = Detector()
    network.load_state_dict({k: v.float() for k, v in torch.load(path, map_location="cpu")["average"].items()})
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--to", type=Path, default=Path("pcb_defect_detector/1"))
    parser.add_argument("--card", type=Path, default=Path(__file__).with_name("card.json"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.to.mkdir(parents=True, exist_ok=True)
    graph = args.to / "model.onnx"
    export_graph(DetectorWithDecoding(load_weights(args.weights)).eval(), graph)
    description = describe(json.loads(args.card.read_text()), graph)
    (args.to / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{graph}: {graph.stat().st_size} bytes, sha256 {description['sha256']}")


if __name__ == "__main__":
    main()
