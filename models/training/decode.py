"""The exported graph: normalisation, network, peak picking, top-K and box decoding in one module."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .network import CLASSES, LOG_DISTANCE_LIMIT, STRIDE, Detector, network_input

TILE = 640  # px, width and height of the graph's input
TOP_K = 100  # candidates given out for a tile


class DetectorWithDecoding(nn.Module):
    """`pair` uint8 [N, 2, TILE, TILE] -> detections float32 [N, TOP_K, 6]: x1, y1, x2, y2 (px), confidence, class (0-based).

    A candidate is a cell that is the maximum of its 3x3 neighbourhood in its class's heat map. Overlapping candidates
    are left to the caller (merge.py). The grid is constant, which keeps integer divisions out of the ONNX graph.
    """

    def __init__(self, network: Detector) -> None:
        super().__init__()
        self.net = network
        cells = TILE // STRIDE
        middle = (torch.arange(cells).float() + 0.5) * STRIDE
        y, x = torch.meshgrid(middle, middle, indexing="ij")
        self.register_buffer("middle", torch.stack([x, y, x, y])[None])
        self.register_buffer("direction", torch.tensor([-1.0, -1.0, 1.0, 1.0]).reshape(1, 4, 1, 1) * STRIDE)
        index = torch.arange(len(CLASSES) * cells * cells)
        self.register_buffer("cell", index % (cells * cells))
        self.register_buffer("kind", torch.div(index, cells * cells, rounding_mode="floor").float())

    def forward(self, pair: Tensor) -> Tensor:
        output = self.net(network_input(pair)).float()
        heat = torch.sigmoid(output[:, : len(CLASSES)])
        heat = heat * (heat >= F.max_pool2d(heat, 3, 1, 1)).float()
        distance = torch.exp(output[:, len(CLASSES) :].clamp(-LOG_DISTANCE_LIMIT, LOG_DISTANCE_LIMIT))
        boxes = (self.middle + self.direction * distance).clamp(0, TILE).flatten(2).transpose(1, 2)
        confidence, index = torch.topk(heat.flatten(1), TOP_K, dim=1)
        chosen = torch.gather(boxes, 1, self.cell[index].unsqueeze(-1).expand(-1, -1, 4))
        return torch.cat([chosen, confidence.unsqueeze(-1), self.kind[index].unsqueeze(-1)], -1)
