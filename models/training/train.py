"""Train the detector: `python3 -m training.train --out DIR` (see train.sh for the whole way from data to ONNX)."""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

from .augment import CropRules, crop
from .data import DEEPPCB, Pair, load_deeppcb, load_generated
from .network import Detector, network_input
from .synthetic_defects import cut_stamps
from .targets_and_loss import BOX_LOSS_WEIGHT, loss, targets
from .warm_start import load_fused

WARM_UP = 0.04  # share of the run in which the learning rate rises from zero
LOG_EVERY = 100  # steps


class Crops(IterableDataset):
    """Endless batches: pair uint8 [B, 2, S, S] and its four targets, drawn from DeepPCB and generated pairs."""

    def __init__(self, deeppcb: list[Pair], generated: list[Pair], share: float, rules: CropRules, batch: int, seed: int):
        super().__init__()
        self.deeppcb, self.generated, self.rules, self.batch, self.seed = deeppcb, generated, rules, batch, seed
        self.generated_share = share if generated else 0.0
        self.stamps = cut_stamps(deeppcb)

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        cv2.setNumThreads(1)
        cv2.setRNGSeed(self.seed)
        while True:
            samples = []
            for _ in range(self.batch):
                pool = self.generated if rng.random() < self.generated_share else self.deeppcb
                images, boxes = crop(pool[rng.integers(len(pool))], self.rules, self.stamps, rng)
                samples.append((images, *targets(boxes, self.rules.size)))
            yield [torch.from_numpy(np.stack(column)) for column in zip(*samples)]


def learning_rate(peak: float, progress: float) -> float:
    """Cosine over progress 0..1 with a linear warm-up."""
    if progress < WARM_UP:
        return peak * progress / WARM_UP
    return peak * (0.002 + 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP))))


@torch.no_grad()
def follow(average: Detector, network: Detector, step: int, decay: float) -> None:
    """Exponential moving average of weights and batch-norm statistics; short memory at first."""
    decay = min(decay, (1 + step) / (20 + step))
    for mean, value in zip(average.state_dict().values(), network.state_dict().values()):
        if value.dtype.is_floating_point:
            mean.mul_(decay).add_(value, alpha=1 - decay)
        else:
            mean.copy_(value)


def build(args: argparse.Namespace, batches: Crops) -> Detector:
    network = Detector()
    if args.init and args.init.suffix == ".onnx":
        pairs = torch.cat([batch[0] for batch, _ in zip(batches, range(12))])
        load_fused(network, args.init, pairs.numpy())
    elif args.init:
        network.load_state_dict(torch.load(args.init, map_location="cpu")["average"])
    return network


def resume(path: Path, network: Detector, average: Detector, optimiser: torch.optim.Optimizer) -> tuple[int, float]:
    """Load a state written by `save`; returns its (step, progress 0..1)."""
    state = torch.load(path, map_location="cpu")
    network.load_state_dict(state["network"])
    average.load_state_dict(state["average"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"], state["progress"]


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    device = torch.device(args.device)
    args.out.mkdir(parents=True, exist_ok=True)
    deeppcb = load_deeppcb(args.data, without=tuple(filter(None, args.hold_out.split(","))))
    generated = load_generated(args.generated) if args.generated else []
    rules = CropRules(clean=args.clean, without_golden=args.without_golden, photographed=args.photographed, synthetic=args.synthetic)
    batches = Crops(deeppcb, generated, args.generated_share, rules, args.batch, args.seed)
    network = build(args, batches).to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(network).eval().requires_grad_(False)
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in network.parameters() if p.ndim > 1], "weight_decay": 0.02},
            {"params": [p for p in network.parameters() if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=args.lr,
    )
    log = open(args.out / "log.jsonl", "a", buffering=1)
    about = {"deeppcb": len(deeppcb), "generated": len(generated), **{k: str(v) for k, v in vars(args).items()}}
    log.write(json.dumps({"start": about}) + "\n")
    # torch refuses the option where there is no worker to fetch ahead.
    ahead = {"prefetch_factor": 8} if args.workers > 0 else {}
    loader = iter(DataLoader(batches, batch_size=None, num_workers=args.workers, **ahead))
    step, before = resume(args.resume, network, average, optimiser) if args.resume else (0, 0.0)
    started, saved, sums, logged = time.time(), time.time(), np.zeros(3), step
    network.train()
    while (progress := before + (1 - before) * (time.time() - started) / 60 / args.minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(args.lr, progress)
        waiting = time.time()
        pair, *wanted = (tensor.to(device) for tensor in next(loader))
        waiting = time.time() - waiting
        with torch.autocast(device.type, dtype=torch.bfloat16):
            output = network(network_input(pair).contiguous(memory_format=torch.channels_last))
        heat_loss, box_loss = loss(output, *wanted)
        optimiser.zero_grad(set_to_none=True)
        (heat_loss + BOX_LOSS_WEIGHT * box_loss).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        optimiser.step()
        step += 1
        follow(average, network, step, args.average_decay)
        sums += heat_loss.item(), box_loss.item(), waiting
        if step % LOG_EVERY == 0:
            log.write(line_of(step, started, learning_rate(args.lr, progress), sums / (step - logged)))
            sums[:], logged = 0, step
        if time.time() - saved > 180:
            save(args.out / "latest.pt", network, average, optimiser, step, progress)
            saved = time.time()
    if step > logged:
        log.write(line_of(step, started, learning_rate(args.lr, 1.0), sums / (step - logged)))
    save(args.out / "latest.pt", network, average, optimiser, step, 1.0)


def line_of(step: int, started: float, rate: float, means: np.ndarray) -> str:
    """A line of the log: the means of heat loss, box loss and seconds waited for data since the line before."""
    heat, box, wait = means.tolist()
    if not math.isfinite(heat + box):
        raise RuntimeError("the loss is no longer a number")
    line = {"step": step, "minutes": (time.time() - started) / 60, "lr": rate}
    line |= {"heat_loss": heat, "box_loss": box, "loader_wait_s": wait}
    return json.dumps({k: round(v, 6) for k, v in line.items()}) + "\n"


def save(path: Path, network: Detector, average: Detector, optimiser: torch.optim.Optimizer, step: int, progress: float) -> None:
    """Written beside and renamed, so that a reader never sees half a file."""
    state = {"average": average.state_dict(), "network": network.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({**state, "step": step, "progress": progress}, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DEEPPCB)
    parser.add_argument("--generated", type=Path, help="folder of generated boards (see data.py)")
    parser.add_argument("--generated-share", type=float, default=0.28)
    parser.add_argument("--init", type=Path, help=".onnx graph or .pt checkpoint to start from; none: from scratch")
    parser.add_argument("--resume", type=Path, help="latest.pt of a run that was stopped: its schedule is finished in --minutes")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="the learning rate's schedule follows the clock")
    parser.add_argument("--hold-out", default="44000", help="groups or boards that are never trained on, comma-separated")
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--clean", type=float, default=CropRules.clean)
    parser.add_argument("--without-golden", type=float, default=CropRules.without_golden)
    parser.add_argument("--photographed", type=float, default=CropRules.photographed)
    parser.add_argument("--synthetic", type=float, default=CropRules.synthetic)
    parser.add_argument("--average-decay", type=float, default=0.999)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


if __name__ == "__main__":
    train(arguments())
