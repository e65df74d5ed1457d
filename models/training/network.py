"""The detector network: a small residual pyramid with one stride-8 centre-point head.

Input  float32 [N, 3, H, W] in 0..1: board, golden, |board - golden| (golden missing: channels 1 and 2 are zero).
Output float32 [N, CLASSES + 4, H/8, W/8]: class logits, then log distances (unit: STRIDE px) from the cell centre to
the box's left, top, right and bottom edge.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CLASSES = ("open", "short", "mousebite", "spur", "copper", "pin_hole")
STRIDE = 8
LOG_DISTANCE_LIMIT = 4.0  # exp(4) * 8 px = 437 px half size: far above any defect, keeps exp() finite in bf16


def conv_bn_relu(inputs: int, outputs: int, kernel: int = 3, stride: int = 1, relu: bool = True) -> nn.Sequential:
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs, momentum=0.05),
    ]
    if relu:
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


class Residual(nn.Module):
    """relu(x + conv(conv(x))). With the last scale at zero it is the identity, since x is never negative."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.a = conv_bn_relu(channels, channels)
        self.b = conv_bn_relu(channels, channels, relu=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.b(self.a(x)))


class Detector(nn.Module):
    """Module names (stem, d2, b2, ...) are the prototype's, so that its weights can be loaded by name."""

    def __init__(
        self,
        channels: tuple[int, ...] = (16, 32, 64, 96, 128),
        blocks: tuple[int, ...] = (1, 2, 3, 2),
        features: int = 64,
    ) -> None:
        super().__init__()
        c1, c2, c3, c4, c5 = channels

        def stage(width: int, count: int) -> nn.Sequential:
            return nn.Sequential(*[Residual(width) for _ in range(count)])

        self.stem = conv_bn_relu(3, c1, kernel=5, stride=2)
        self.d2, self.b2 = conv_bn_relu(c1, c2, stride=2), stage(c2, blocks[0])
        self.d3, self.b3 = conv_bn_relu(c2, c3, stride=2), stage(c3, blocks[1])
        self.d4, self.b4 = conv_bn_relu(c3, c4, stride=2), stage(c4, blocks[2])
        self.d5, self.b5 = conv_bn_relu(c4, c5, stride=2), stage(c5, blocks[3])
        self.l5, self.l4, self.l3 = (conv_bn_relu(c, features, kernel=1) for c in (c5, c4, c3))
        self.f4, self.f3 = conv_bn_relu(features, features), conv_bn_relu(features, features)
        self.head = conv_bn_relu(features, features)
        self.out = nn.Conv2d(features, len(CLASSES) + 4, 1)
        self._initialise()

    def _initialise(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if isinstance(module, Residual):
                nn.init.constant_(module.b[1].weight, 0.2)
        nn.init.normal_(self.out.weight, 0, 0.01)
        # logit(0.01): nearly every cell is background; exp(0.8) * 8 px = 17.8 px is the usual half size of a defect.
        nn.init.constant_(self.out.bias[: len(CLASSES)], -4.6)
        nn.init.constant_(self.out.bias[len(CLASSES) :], 0.8)

    def forward(self, x: Tensor) -> Tensor:
        c3 = self.b3(self.d3(self.b2(self.d2(self.stem(x)))))
        c4 = self.b4(self.d4(c3))
        c5 = self.b5(self.d5(c4))
        p4 = self.f4(self.l4(c4) + F.interpolate(self.l5(c5), scale_factor=2.0, mode="nearest"))
        p3 = self.f3(self.l3(c3) + F.interpolate(p4, scale_factor=2.0, mode="nearest"))
        return self.out(self.head(p3))


def network_input(pair: Tensor) -> Tensor:
    """uint8 [N, 2, H, W] (board, golden; an all-zero golden means "none") -> float32 [N, 3, H, W] as above."""
    scaled = pair.float() * (1 / 255.0)
    board, golden = scaled[:, 0:1], scaled[:, 1:2]
    has_golden = (torch.amax(golden, dim=(2, 3), keepdim=True) > 0).float()
    return torch.cat([board, golden, (board - golden).abs() * has_golden], 1)
