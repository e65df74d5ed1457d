"""More defects on binary boards: stamps cut from real defects and drawn bridges and gaps, put anywhere on the copper.

The class is not chosen but read off the result, by counting which pieces of copper the change touches, joins or parts:
added copper touching 0 pieces is `copper`, 1 `spur`, 2 or more `short`; removed copper inside a piece is `pin_hole`, at
one edge `mousebite`, parting it `open`. In DeepPCB copper is black (below 128).
"""

import cv2
import numpy as np

from .data import Pair
from .network import CLASSES

WINDOW_PX = 14  # how far around a change copper is looked at; traces that join further away count as two
EDGE_PX = 16  # no defect this close to the crop's border
BOX_MARGIN_PX = (11.5, 11.5, 8.5, 8.5)  # left, top, right, bottom around the pixels changed: DeepPCB's medians
REACH_PX = 42  # the widest gap bridged or trace cut
LEAST_AREA, MOST_AREA = 28, 1400  # px changed: 1 % to 99 % of DeepPCB's defects

Mask = np.ndarray  # bool [h, w]


def cut_stamps(pairs: list[Pair]) -> list[Mask]:
    """Shapes of the real defects: the largest connected difference to the golden within each box."""
    stamps = []
    for pair in pairs:
        different = ((pair.board > 127) ^ (pair.golden > 127)).astype(np.uint8)
        for x1, y1, x2, y2, _ in pair.boxes.astype(int):
            count, labels, stats, _ = cv2.connectedComponentsWithStats(different[max(y1, 0) : y2, max(x1, 0) : x2])
            if count < 2:
                continue
            largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
            x, y, width, height, area = stats[largest]
            if LEAST_AREA <= area <= MOST_AREA and max(width, height) < 70:
                stamps.append(labels[y : y + height, x : x + width] == largest)
    return stamps


def add_defects(board: np.ndarray, boxes: np.ndarray, stamps: list[Mask], most: int, rng: np.random.Generator):
    """A copy of `board` (uint8 [S, S], binary) with up to `most` more defects, and the longer boxes [n, 5]."""
    board, rows = board.copy(), list(boxes)
    for _ in range(3 * most):
        if len(rows) >= len(boxes) + most:
            break
        copper = board < 128
        add = rng.random() < 0.5
        change = _line(copper, add, rng) if rng.random() < 0.4 else _stamp(copper, add, stamps, rng)
        if change is None:
            continue
        area, (x1, y1, x2, y2) = int(change.sum()), _bounds(change)
        if not LEAST_AREA <= area <= MOST_AREA or min(x1, y1) < EDGE_PX or max(x2, y2) > board.shape[0] - EDGE_PX:
            continue
        left, top, right, bottom = BOX_MARGIN_PX + rng.normal(0, 1.0, 4)
        box = np.array([x1 - left, y1 - top, x2 + right, y2 + bottom])
        if any(box[0] < r[2] and box[2] > r[0] and box[1] < r[3] and box[3] > r[1] for r in rows):
            continue
        window = np.s_[y1 - WINDOW_PX : y2 + WINDOW_PX, x1 - WINDOW_PX : x2 + WINDOW_PX]
        kind = classify(copper[window], change[window], add)
        if kind is None:
            continue
        board[change] = 0 if add else 255
        rows.append(np.array([*box, CLASSES.index(kind)], np.float32))
    return board, np.array(rows, np.float32).reshape(-1, 5)


def classify(copper: Mask, change: Mask, add: bool) -> str | None:
    """The defect that `change` (added to or removed from `copper`, same window) makes; None where it is not clear-cut."""
    if _pieces(change) != 1:
        return None
    near = cv2.dilate(change.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    other = copper if add else ~copper
    contacts = _pieces(near & other)
    if contacts == 0:
        close = cv2.dilate(change.astype(np.uint8), np.ones((9, 9), np.uint8)).astype(bool) & other
        return None if close.any() else ("copper" if add else "pin_hole")
    if add:
        touched = np.unique(cv2.connectedComponents(copper.astype(np.uint8), connectivity=4)[1][near & copper])
        if len(touched) >= 2:
            return "short"
        return "spur" if contacts == 1 else None
    parted = _pieces(copper & ~change, least=30) - _pieces(copper, least=30)
    if parted > 0:
        return "open"
    return "mousebite" if contacts == 1 else None


def _pieces(mask: Mask, least: int = 1) -> int:
    """Connected pieces of at least `least` px."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return int((stats[1:, cv2.CC_STAT_AREA] >= least).sum())


def _bounds(mask: Mask) -> tuple[int, int, int, int]:
    columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _edge_point(copper: Mask, rng: np.random.Generator) -> tuple[int, int] | None:
    """A random copper pixel whose right or lower neighbour is not copper, away from the border: x, y."""
    for _ in range(4):
        y = int(rng.integers(EDGE_PX + 10, copper.shape[0] - EDGE_PX - 10))
        inside = copper[y, EDGE_PX + 10 : -EDGE_PX - 10]
        if rng.random() < 0.5:
            inside = copper[EDGE_PX + 10 : -EDGE_PX - 10, y]
            edges = np.flatnonzero(inside[:-1] != inside[1:])
            if len(edges):
                return y, int(rng.choice(edges)) + EDGE_PX + 10
            continue
        edges = np.flatnonzero(inside[:-1] != inside[1:])
        if len(edges):
            return int(rng.choice(edges)) + EDGE_PX + 10, y
    return None


def _stamp(copper: Mask, add: bool, stamps: list[Mask], rng: np.random.Generator) -> Mask | None:
    """A real defect's shape, turned and scaled, at an edge or anywhere; only the part that changes something."""
    shape = np.rot90(stamps[rng.integers(len(stamps))], int(rng.integers(4)))
    scale = rng.uniform(0.7, 1.4)
    size = (max(2, round(shape.shape[1] * scale)), max(2, round(shape.shape[0] * scale)))
    shape = cv2.resize(np.ascontiguousarray(shape, np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(bool)
    height, width = shape.shape
    if rng.random() < 0.5:
        point = _edge_point(copper, rng)
        if point is None:
            return None
        x, y = point[0] - int(rng.integers(0, width)), point[1] - int(rng.integers(0, height))
    else:
        x, y = (int(v) for v in rng.integers(EDGE_PX, copper.shape[0] - EDGE_PX - max(shape.shape), 2))
    if min(x, y) < 0 or x + width > copper.shape[1] or y + height > copper.shape[0]:
        return None
    change = np.zeros_like(copper)
    change[y : y + height, x : x + width] = shape
    return _largest(change & (~copper if add else copper))


def _line(copper: Mask, add: bool, rng: np.random.Generator) -> Mask | None:
    """A stroke from an edge straight across the gap (add) or the trace (remove) to the edge on the other side."""
    point = _edge_point(copper, rng)
    if point is None:
        return None
    x, y = point
    patch = copper[y - 4 : y + 5, x - 4 : x + 5].astype(np.float32)
    axis = np.arange(-4, 5, dtype=np.float32)
    toward = np.array([(patch * axis[None]).sum(), (patch * axis[:, None]).sum()]) * (-1 if add else 1)
    length = np.hypot(*toward)
    if length < 1:
        return None
    angle = np.arctan2(toward[1], toward[0]) + rng.normal(0, 0.25)
    steps = np.arange(3, REACH_PX)
    xs, ys = (x + steps * np.cos(angle)).astype(int), (y + steps * np.sin(angle)).astype(int)
    valid = (xs >= 0) & (ys >= 0) & (xs < copper.shape[1]) & (ys < copper.shape[0])
    hits = np.flatnonzero(copper[ys[valid], xs[valid]] == add)
    if not len(hits):
        return None
    reach = steps[hits[0]] + 3
    end = np.array([x, y]) + reach * np.array([np.cos(angle), np.sin(angle)])
    start = np.array([x, y]) - 3 * np.array([np.cos(angle), np.sin(angle)])
    middle = (start + end) / 2 + rng.normal(0, 0.12 * reach, 2)
    change = np.zeros(copper.shape, np.uint8)
    points = np.round([start, middle, end]).astype(np.int32)
    cv2.polylines(change, [points], False, 1, thickness=int(rng.integers(2, 10)))
    return _largest(change.astype(bool) & (~copper if add else copper))


def _largest(mask: Mask) -> Mask | None:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return None if count < 2 else labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
