"""Measure the command line's own output against ground truth.

    npm run -s fiducial -- inspect --manifest boards.jsonl --json --no-store --threshold 0.01 > low.jsonl
    npm run -s fiducial -- inspect --manifest boards.jsonl --json --no-store > default.jsonl
    python3 -m training.evaluate_cli --ranked low.jsonl --shown default.jsonl --truth DIR

mAP needs the whole ranking, so it is taken from the run with a low threshold; precision, recall and F from the run
with the thresholds that the model ships with. Truth is found by the image's name: DeepPCB `NAME_test.jpg` has
`NAME.txt` (searched below DIR), a generated `NAME_board.png` has `NAME.json`.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from .metrics import summary
from .network import CLASSES


def deeppcb_boxes(path: Path) -> np.ndarray:
    rows = [[float(v) for v in line.replace(",", " ").split()] for line in path.read_text().splitlines() if line.strip()]
    boxes = np.array(rows, np.float32).reshape(-1, 5)
    boxes[:, 4] -= 1  # types are 1-based in the files
    return boxes


def json_boxes(path: Path) -> np.ndarray:
    """`{"defects": [{"type", "bbox": {"x", "y", "width", "height"}}]}`: the generator's truth and the command line's lines."""
    return boxes_of(json.loads(path.read_text())["defects"])[:, [0, 1, 2, 3, 5]]


def boxes_of(defects: list[dict]) -> np.ndarray:
    """float32 [n, 6]: x1, y1, x2, y2 (px), confidence (1 where there is none), class (0-based)."""
    rows = []
    for defect in defects:
        # Not the model's: a part that the golden does not explain has no class to compare.
        if defect["type"] not in CLASSES:
            continue
        x, y, width, height = (defect["bbox"][key] for key in ("x", "y", "width", "height"))
        rows.append([x, y, x + width, y + height, defect.get("confidence", 1.0), CLASSES.index(defect["type"])])
    return np.array(rows, np.float32).reshape(-1, 6)


def read_output(path: Path) -> dict[str, np.ndarray]:
    """Detections by the image's path as the command line gave it; a board that was refused is an error here."""
    boards = {}
    for line in path.read_text().splitlines():
        board = json.loads(line)
        # One that a person must decide has its defects and the reason.
        if board.get("status") != "completed":
            sys.exit(f"{path}: {board['image']} was not inspected: {board['error']}")
        boards[board["image"]] = boxes_of(board["defects"])
    return boards


def truth_of(image: str, files: dict[str, Path]) -> np.ndarray:
    stem = Path(image).stem
    for name, read in ((stem.removesuffix("_test") + ".txt", deeppcb_boxes), (stem.removesuffix("_board") + ".json", json_boxes)):
        if name in files:
            return read(files[name])
    sys.exit(f"No ground truth for {image}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ranked", type=Path, required=True, help="output of a run with a low threshold")
    parser.add_argument("--shown", type=Path, help="output of a run with the default thresholds (none: --ranked)")
    parser.add_argument("--truth", type=Path, required=True, help="folder with the .txt or .json files, at any depth")
    args = parser.parse_args()
    files = {path.name: path for kind in ("txt", "json") for path in args.truth.rglob(f"*.{kind}")}
    ranked = read_output(args.ranked)
    shown = read_output(args.shown) if args.shown else ranked
    truths = [truth_of(image, files) for image in ranked]
    figures = summary(list(ranked.values()), truths, [0.0] * len(CLASSES))
    at_default = summary([shown[image] for image in ranked], truths, [0.0] * len(CLASSES))
    figures |= {key: at_default[key] for key in ("f", "precision", "recall")}
    figures["boards_with_defects_shown"] = sum(bool(len(boxes)) for boxes in shown.values())
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
