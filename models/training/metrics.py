"""Average precision and F score of boxes against truth, as DeepPCB's paper and VOC count them.

A detection is right when its IoU with a box of its class that no better detection has taken is over the limit.
"""

from dataclasses import dataclass

import numpy as np

from .merge import iou
from .network import CLASSES


@dataclass(frozen=True)
class Scored:
    """All detections of one class in a set of boards, best first, and the number of true boxes."""

    confidence: np.ndarray
    right: np.ndarray
    truths: int


def match(detections: list[np.ndarray], truths: list[np.ndarray], kind: int, limit: float) -> Scored:
    """`detections` [n, 6] and `truths` [m, 5] per board, classes 0-based."""
    confidence, right = [np.zeros(0)], [np.zeros(0, bool)]
    for found, truth in zip(detections, truths):
        found = found[found[:, 5] == kind]
        found = found[np.argsort(-found[:, 4], kind="stable")]
        wanted = truth[truth[:, 4] == kind]
        hit = np.zeros(len(found), bool)
        if len(found) and len(wanted):
            overlap = iou(found, wanted)
            for row in range(len(found)):
                best = overlap[row].argmax()
                if overlap[row, best] > limit:
                    hit[row] = True
                    overlap[:, best] = -1
        confidence.append(found[:, 4])
        right.append(hit)
    total = int(sum((t[:, 4] == kind).sum() for t in truths))
    confidence, right = np.concatenate(confidence), np.concatenate(right)
    order = np.argsort(-confidence, kind="stable")
    return Scored(confidence[order], right[order], total)


def average_precision(scored: Scored) -> float:
    """Area under the interpolated precision-recall curve (VOC 2010 and later)."""
    if not len(scored.right) or not scored.truths:
        return 0.0
    precision = np.cumsum(scored.right) / np.arange(1, len(scored.right) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * scored.right).sum() / scored.truths)


def f_score(per_class: list[Scored], thresholds: list[float]) -> tuple[float, float, float]:
    """(F, precision, recall) over all classes of the detections at or above their class's threshold."""
    right = sum(int(s.right[s.confidence >= t].sum()) for s, t in zip(per_class, thresholds))
    shown = sum(int((s.confidence >= t).sum()) for s, t in zip(per_class, thresholds))
    truths = sum(s.truths for s in per_class)
    precision, recall = right / max(shown, 1), right / max(truths, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def summary(detections: list[np.ndarray], truths: list[np.ndarray], thresholds: list[float]) -> dict:
    """The figures of the table in README, in percent; AP per class at IoU 0.33."""
    at = {limit: [match(detections, truths, kind, limit) for kind in range(len(CLASSES))] for limit in (0.33, 0.5)}
    ap = {limit: [100 * average_precision(s) for s in scored] for limit, scored in at.items()}
    present = [kind for kind, scored in enumerate(at[0.33]) if scored.truths]
    f, precision, recall = f_score(at[0.33], thresholds)
    best = max((f_score(at[0.33], [t] * len(CLASSES))[0], t) for t in np.arange(0.1, 0.91, 0.02))
    return {
        "boards": len(truths),
        "boxes": int(sum(len(t) for t in truths)),
        "map33": round(float(np.mean([ap[0.33][kind] for kind in present])), 2),
        "map50": round(float(np.mean([ap[0.5][kind] for kind in present])), 2),
        "f": round(100 * f, 2),
        "precision": round(100 * precision, 2),
        "recall": round(100 * recall, 2),
        "best_f": [round(100 * best[0], 2), round(float(best[1]), 2)],
        "ap33": {CLASSES[kind]: round(ap[0.33][kind], 1) for kind in present},
    }
