"""What the engine does with the graph's candidates, in numpy: the reference for src/core/detection's merge."""

import numpy as np

NMS_IOU = 0.33  # within a class
CROSS_IOU, CROSS_FACTOR = 0.5, 0.4  # between classes


def iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of every box in `a` [n, >=4] with every box in `b` [m, >=4] -> [n, m]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    both = np.clip(high - low, 0, None).prod(-1)
    area_a, area_b = ((x[:, 2:4] - x[:, :2]).prod(-1) for x in (a, b))
    return both / (area_a[:, None] + area_b[None] - both + 1e-9)


def merge(candidates: np.ndarray, cross_iou: float = CROSS_IOU, cross_factor: float = CROSS_FACTOR, floor: float = 0.02) -> np.ndarray:
    """Candidates [k, 6] -> merged [m, 6], best first.

    In order of confidence, a candidate is dropped if a kept one of its own class overlaps it by more than NMS_IOU; if
    kept ones of another class overlap it by more than `cross_iou`, its confidence is multiplied by `cross_factor` once.
    """
    rows = candidates[candidates[:, 4] >= floor]
    rows = rows[np.argsort(-rows[:, 4], kind="stable")]
    overlap = iou(rows, rows)
    same = rows[:, None, 5] == rows[None, :, 5]
    kept: list[int] = []
    confidence = rows[:, 4].copy()
    for i in range(len(rows)):
        earlier = [j for j in kept if overlap[i, j] > NMS_IOU and same[i, j]]
        if earlier:
            continue
        if any(overlap[i, j] > cross_iou and not same[i, j] for j in kept):
            confidence[i] *= cross_factor
        kept.append(i)
    result = rows[kept]
    result[:, 4] = confidence[kept]
    result = result[result[:, 4] >= floor * 0.01]
    return result[np.argsort(-result[:, 4], kind="stable")]
