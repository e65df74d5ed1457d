"""What the network should answer for a crop, and how far off it is: CenterNet heat maps and GIoU boxes."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .network import CLASSES, LOG_DISTANCE_LIMIT, STRIDE

SPREAD = 6.5  # heat map sigma = box size / 6.5 ...
LEAST_SIGMA_CELLS = 0.55  # ... but not under this, or a small defect would be a single cell
CUT_TOLERANCE_PX = 3  # a box that sticks out of the crop by more than this is cut: neither wanted nor punished
BOX_LOSS_WEIGHT = 2.0


def targets(boxes: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For boxes float32 [n, 5] in a crop of `size` px, with h = size / STRIDE cells:

    heat [C, h, h] in 0..1 (1 at centre cells), care [h, h] (0 where a cut box lies),
    box_weight [h, h] (over 0 in the 3x3 cells around a centre), box [4, h, h] corners in px.
    """
    cells = size // STRIDE
    heat, care = np.zeros((len(CLASSES), cells, cells), np.float32), np.ones((cells, cells), np.float32)
    box_weight, box = np.zeros((cells, cells), np.float32), np.zeros((4, cells, cells), np.float32)
    column = np.arange(cells, dtype=np.float32)
    centres = []
    for x1, y1, x2, y2, kind in boxes:
        if x2 <= 0 or y2 <= 0 or x1 >= size or y1 >= size:
            continue
        if min(x1, y1) < -CUT_TOLERANCE_PX or max(x2, y2) > size + CUT_TOLERANCE_PX:
            rows = slice(max(int(y1 // STRIDE), 0), max(int(y2 // STRIDE) + 1, 0))
            care[rows, max(int(x1 // STRIDE), 0) : max(int(x2 // STRIDE) + 1, 0)] = 0
            continue
        cx, cy = (x1 + x2) / 2 / STRIDE, (y1 + y2) / 2 / STRIDE
        ix, iy = min(max(int(cx), 0), cells - 1), min(max(int(cy), 0), cells - 1)
        sigma_x = max(LEAST_SIGMA_CELLS, (x2 - x1) / STRIDE / SPREAD)
        sigma_y = max(LEAST_SIGMA_CELLS, (y2 - y1) / STRIDE / SPREAD)
        bell_x = np.exp(-((column + 0.5 - cx) ** 2) / (2 * sigma_x**2))
        bell_y = np.exp(-((column + 0.5 - cy) ** 2) / (2 * sigma_y**2))
        bell = bell_y[:, None] * bell_x[None]
        heat[int(kind)] = np.maximum(heat[int(kind)], np.where(bell < 0.03, 0, np.minimum(bell, 0.95)))
        centres.append((int(kind), iy, ix))
        for y in range(max(iy - 1, 0), min(iy + 2, cells)):
            for x in range(max(ix - 1, 0), min(ix + 2, cells)):
                px, py = (x + 0.5) * STRIDE, (y + 0.5) * STRIDE
                centre = y == iy and x == ix
                weight = 1.0 if centre else 0.5 * bell[y, x]
                inside = x1 < px < x2 and y1 < py < y2  # distances to the edges must be positive
                if inside and weight > box_weight[y, x]:
                    box_weight[y, x] = weight
                    box[:, y, x] = x1, y1, x2, y2
    for kind, iy, ix in centres:
        heat[kind, iy, ix] = 1
        care[iy, ix] = 1
    return heat, care, box_weight, box


def loss(output: Tensor, heat: Tensor, care: Tensor, box_weight: Tensor, box: Tensor) -> tuple[Tensor, Tensor]:
    """(focal loss of the heat maps per defect, 1 - GIoU of the boxes), both scalars; total = first + BOX_LOSS_WEIGHT * second.

    `output` [N, C + 4, h, h] as the network gives it, the others batched from `targets`. Focal loss: alpha 2, beta 4
    (CornerNet, Law and Deng 2018, equation 1); GIoU: Rezatofighi et al. 2019.
    """
    output = output.float()
    logits = output[:, : len(CLASSES)]
    chance = torch.sigmoid(logits)
    centre = (heat == 1).float()
    found = -(F.logsigmoid(logits) * (1 - chance) ** 2 * centre).sum()
    quiet = -(F.logsigmoid(-logits) * chance**2 * (1 - heat) ** 4 * (1 - centre) * care[:, None]).sum()
    heat_loss = (found + quiet) / centre.sum().clamp(min=1)

    at = box_weight > 0
    weight = box_weight[at]
    count, rows, columns = box_weight.shape
    middle_y = (torch.arange(rows, device=output.device) + 0.5).mul(STRIDE)[None, :, None].expand(count, rows, columns)[at]
    middle_x = (torch.arange(columns, device=output.device) + 0.5).mul(STRIDE)[None, None].expand(count, rows, columns)[at]
    limited = output[:, len(CLASSES) :].clamp(-LOG_DISTANCE_LIMIT, LOG_DISTANCE_LIMIT)
    left, top, right, bottom = (torch.exp(limited[:, side][at]) * STRIDE for side in range(4))
    overlap = giou((middle_x - left, middle_y - top, middle_x + right, middle_y + bottom), [box[:, side][at] for side in range(4)])
    return heat_loss, ((1 - overlap) * weight).sum() / weight.sum().clamp(min=1)


def giou(a, b) -> Tensor:
    """Generalised IoU of matching boxes, each given as four tensors x1, y1, x2, y2."""
    width = (torch.min(a[2], b[2]) - torch.max(a[0], b[0])).clamp(min=0)
    height = (torch.min(a[3], b[3]) - torch.max(a[1], b[1])).clamp(min=0)
    both = width * height
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    hull = (torch.max(a[2], b[2]) - torch.min(a[0], b[0])) * (torch.max(a[3], b[3]) - torch.min(a[1], b[1]))
    return both / union - (hull - union) / hull
