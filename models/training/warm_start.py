"""Start from an exported ONNX graph: its convolutions carry fused batch norms, which training needs back.

Every batch norm's input is measured on real crops; its scale and shift are then set so that it reproduces the fused
bias exactly. The network computes the same function as the graph, in evaluation and (up to batch noise) in training.
Blocks that the graph does not have become identities.
"""

import math
from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from torch import Tensor, nn

from .network import Detector, Residual, network_input

MARK = "net."  # the network's place in the exported module; the prototype's is one level deeper (w.net.)


def fused_weights(onnx_path: Path) -> dict[str, Tensor]:
    """Initialisers named `[w.]net.<module>.(weight|bias)`, by `<module>.(weight|bias)`."""
    graph = onnx.load(str(onnx_path)).graph
    return {
        entry.name.split(MARK, 1)[1]: torch.from_numpy(onnx.numpy_helper.to_array(entry).copy())
        for entry in graph.initializer
        if MARK in entry.name
    }


@torch.no_grad()
def load_fused(network: Detector, onnx_path: Path, pairs: np.ndarray) -> None:
    """Fill `network` from the graph; `pairs` uint8 [N, 2, H, W] are training crops to measure activations on."""
    weights = fused_weights(onnx_path)
    hooks = []
    for name, module in network.named_modules():
        if not isinstance(module, nn.Sequential) or not len(module) or not isinstance(module[0], nn.Conv2d):
            continue
        convolution, norm = module[0], module[1]
        scale = torch.ones(convolution.out_channels)
        bias = torch.zeros(convolution.out_channels)
        if f"{name}.0.weight" in weights:
            fused, bias = weights[f"{name}.0.weight"], weights[f"{name}.0.bias"]
            # Fused weights have any size; bring each filter to its usual one, so that the learning rate means the same.
            usual = math.sqrt(2.0 / fused[0].numel())
            scale = usual / fused.flatten(1).pow(2).mean(1).sqrt().clamp(min=1e-6)
            convolution.weight.copy_(fused * scale[:, None, None, None])
        hooks.append(norm.register_forward_pre_hook(_recreate(scale, bias)))
    network.out.weight.copy_(weights["out.weight"])
    network.out.bias.copy_(weights["out.bias"])
    network.eval()
    network(network_input(torch.from_numpy(pairs)))
    for hook in hooks:
        hook.remove()
    for name, module in network.named_modules():
        if isinstance(module, Residual) and f"{name}.b.0.weight" not in weights:
            nn.init.zeros_(module.b[1].weight)


def _recreate(scale: Tensor, bias: Tensor):
    """A hook that runs before a batch norm: sets it so that its output is input / scale + bias."""

    def hook(norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        mean, variance = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt() / scale)
        norm.bias.copy_(mean / scale + bias)

    return hook
