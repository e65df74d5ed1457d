"""Measure a network on whole boards of 640 px: `python3 -m training.evaluate WEIGHTS --groups 44000`.

WEIGHTS is a checkpoint (.pt) or an exported graph (.onnx, its weights run in torch). The figures that count come from
the command line's own output (evaluate_cli.py); this is the quick look during training.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from .data import DEEPPCB, Pair, load_deeppcb, load_generated
from .decode import TILE, DetectorWithDecoding
from .export import load_weights
from .merge import merge
from .metrics import summary
from .network import CLASSES

MODES = ("golden", "none", "shifted", "clean")


def images(pair: Pair, mode: str) -> np.ndarray:
    """uint8 [2, TILE, TILE]; `shifted`: golden 0.6 px off; `clean`: the golden against itself, 0.3 px and 0.03 degrees off."""
    if mode == "none":
        return np.stack([pair.board, np.zeros_like(pair.board)])
    if mode == "golden":
        return np.stack([pair.board, pair.golden])
    shift, angle = (0.6, 0.0) if mode == "shifted" else (0.3, 0.03)
    matrix = cv2.getRotationMatrix2D((TILE / 2, TILE / 2), angle, 1.0)
    matrix[:, 2] += shift, -shift / 2
    moved = cv2.warpAffine(pair.golden, matrix, (TILE, TILE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.stack([pair.golden if mode == "clean" else pair.board, moved])


@torch.no_grad()
def detect(model: DetectorWithDecoding, pairs: list[Pair], mode: str, batch: int = 4) -> list[np.ndarray]:
    """The graph's candidates [TOP_K, 6] for each pair."""
    found: list[np.ndarray] = []
    for start in range(0, len(pairs), batch):
        stacked = torch.from_numpy(np.stack([images(pair, mode) for pair in pairs[start : start + batch]]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found.extend(model(stacked.contiguous(memory_format=torch.channels_last)).numpy())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, default=DEEPPCB)
    parser.add_argument("--groups", default="44000")
    parser.add_argument("--generated", type=Path, help="measure on this folder of generated boards instead")
    parser.add_argument("--limit", type=int, default=50, help="boards per group")
    parser.add_argument("--modes", default="golden,none,clean")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save", type=Path, help=".npz for the candidates of every mode")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.generated:
        groups = {"generated": load_generated(args.generated)}
    else:
        pairs = load_deeppcb(args.data, set(args.groups.split(",")))
        groups = {name: [p for p in pairs if p.group == name] for name in args.groups.split(",")}
    network = load_weights(args.weights).to(memory_format=torch.channels_last)
    model = DetectorWithDecoding(network).eval()
    saved = {}
    for group, members in groups.items():
        members = members[: args.limit]
        for mode in args.modes.split(","):
            candidates = detect(model, members, mode)
            saved[f"{group}/{mode}"] = np.stack(candidates)
            merged = [merge(c) for c in candidates]
            threshold = 0.6 if mode == "none" else 0.4
            if mode == "clean":
                raised = sum(bool(len(m) and m[0, 4] >= threshold) for m in merged)
                print(json.dumps({"group": group, "mode": mode, "boards": len(members), "raised": raised}), flush=True)
            else:
                figures = summary(merged, [p.boxes for p in members], [threshold] * len(CLASSES))
                print(json.dumps({"group": group, "mode": mode, **figures}), flush=True)
    if args.save:
        np.savez(args.save, **saved)


if __name__ == "__main__":
    main()
