"""Boards to learn from: DeepPCB pairs and generated pairs, in memory as 8-bit grey images with their boxes."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .network import CLASSES

DEEPPCB = Path(__file__).parents[3] / "shared/data/deeppcb"


@dataclass(frozen=True)
class Pair:
    """A board and its golden, uint8 [H, W] both; `boxes` float32 [n, 5]: x1, y1, x2, y2 in px, class (0-based)."""

    name: str
    group: str  # boards of one design; held out together
    board: np.ndarray
    golden: np.ndarray
    boxes: np.ndarray
    binary: bool  # two-level line scan (DeepPCB), as against a grey or colour photograph


def load_deeppcb(root: Path, groups: set[str] | None = None, without: tuple[str, ...] = ()) -> list[Pair]:
    """The pairs listed in trainval.txt, only `groups` if given and none whose name begins with one of `without`."""
    pairs = []
    for line in (root / "trainval.txt").read_text().split():
        stem = root / line
        group = stem.name[:5]
        if stem.name.startswith(without) or (groups is not None and group not in groups):
            continue
        boxes = [[int(v) for v in row.split()] for row in stem.with_suffix(".txt").read_text().splitlines() if row.strip()]
        array = np.array(boxes, np.float32).reshape(-1, 5)
        array[:, 4] -= 1
        board, golden = (cv2.imread(f"{stem}_{kind}.jpg", cv2.IMREAD_GRAYSCALE) for kind in ("test", "temp"))
        if board is None or golden is None:
            raise FileNotFoundError(f"{stem}_test.jpg or _temp.jpg")
        pairs.append(Pair(stem.name, group, board, register_by_whole_pixels(board, golden), array, binary=True))
    return pairs


def register_by_whole_pixels(board: np.ndarray, golden: np.ndarray, reach: int = 8) -> np.ndarray:
    """The golden moved by up to `reach` px onto the board (about one DeepPCB pair in ten is off by a pixel or more).

    FFT cross-correlation of the two binary images; moved only if that takes away over 10 % of the differing pixels.
    What comes in at the border is the board itself, so that no difference appears there.
    """
    a, b = board > 127, golden > 127
    spectrum = np.conj(np.fft.rfft2(a - a.mean(dtype=np.float32))) * np.fft.rfft2(b - b.mean(dtype=np.float32))
    window = np.roll(np.fft.irfft2(spectrum, s=a.shape), (reach, reach), (0, 1))[: 2 * reach + 1, : 2 * reach + 1]
    dy, dx = (int(v) - reach for v in divmod(int(window.argmax()), 2 * reach + 1))
    height, width = a.shape

    def differing(x: int, y: int) -> int:
        inner = a[reach : height - reach, reach : width - reach]
        return np.count_nonzero(inner ^ b[reach + y : height - reach + y, reach + x : width - reach + x])

    if differing(dx, dy) >= 0.9 * differing(0, 0):
        return golden
    moved = board.copy()
    top, bottom, left, right = max(0, -dy), min(height, height - dy), max(0, -dx), min(width, width - dx)
    moved[top:bottom, left:right] = golden[top + dy : bottom + dy, left + dx : right + dx]
    return moved


def load_generated(root: Path) -> list[Pair]:
    """Pairs of the project's own generator: NAME.json (the truth, at any depth) names the two images beside it.

    Colour becomes luma, as in the engine. The golden is warped onto the board with the true pose.
    """
    pairs = []
    for path in sorted(root.rglob("*.json")):
        truth = json.loads(path.read_text())
        files = (path.parent / truth[kind] for kind in ("image", "golden"))
        board, golden = (cv2.imread(str(file), cv2.IMREAD_GRAYSCALE) for file in files)
        pose = truth["board_to_golden"]
        to_golden = np.array([[pose["a"], pose["b"], pose["tx"]], [pose["c"], pose["d"], pose["ty"]]])
        size, flags = (board.shape[1], board.shape[0]), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        golden = cv2.warpAffine(golden, to_golden, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        boxes = [[*_corners(defect["bbox"]), CLASSES.index(defect["type"])] for defect in truth["defects"]]
        array = np.array(boxes, np.float32).reshape(-1, 5)
        pairs.append(Pair(path.stem, "generated", board, golden, array, binary=truth["look"] == "binary"))
    return pairs


def _corners(bbox: dict) -> tuple[float, float, float, float]:
    return bbox["x"], bbox["y"], bbox["x"] + bbox["width"], bbox["y"] + bbox["height"]
