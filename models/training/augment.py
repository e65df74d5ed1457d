"""From a pair to a training crop: where to cut, how the golden is off, what light and camera do to both."""

from dataclasses import dataclass

import cv2
import numpy as np

from .data import Pair
from .synthetic_defects import Mask, add_defects

MARGIN_PX = 24  # crops may reach this far over the board's edge: tiles of a large scan do too


@dataclass(frozen=True)
class CropRules:
    size: int = 384  # px; a multiple of 32, the network's largest stride
    around_defect: float = 0.6  # share of crops placed around a defect
    without_golden: float = 0.38
    clean: float = 0.08  # share of crops that show the golden against itself
    rescaled: float = 0.4  # share of crops scaled by 0.8 to 1.25 and turned by up to 2 degrees
    photographed: float = 0.35  # share of binary pairs that get grey levels, light, blur and noise
    synthetic: float = 0.4  # share of binary crops that get 1 to 4 more defects


def crop(pair: Pair, rules: CropRules, stamps: list[Mask], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A crop uint8 [2, S, S] (golden all zero: none) and its boxes float32 [n, 5] in crop pixels, clipped by nothing."""
    clean = rng.random() < rules.clean
    boxes = pair.boxes[:0] if clean else pair.boxes
    to_source = _placement(pair, boxes, rules, rng)
    board = _cut(pair.golden if clean else pair.board, to_source, rules.size)
    golden = _cut(pair.golden, to_source @ _golden_error(rules.size, rng), rules.size)
    boxes = _move(boxes, np.linalg.inv(to_source))
    if pair.binary and rng.random() < 0.8:
        board = cv2.threshold(board, 127, 255, cv2.THRESH_BINARY)[1]
        if not clean and rng.random() < rules.synthetic:
            board, boxes = add_defects(board, boxes, stamps, int(rng.integers(1, 5)), rng)
    if rng.random() < rules.without_golden:
        golden = None
    if rng.random() < (rules.photographed if pair.binary else 0.6):
        board, golden = _photograph(board, golden, pair.binary, rng)
    stacked = np.stack([board, np.zeros_like(board) if golden is None else golden])
    return turn_and_mirror(stacked, boxes, int(rng.integers(8)))


def _placement(pair: Pair, boxes: np.ndarray, rules: CropRules, rng: np.random.Generator) -> np.ndarray:
    """3x3 matrix from crop pixels to board pixels."""
    scale, angle = 1.0, 0.0
    if rng.random() < rules.rescaled:
        scale, angle = float(np.exp(rng.uniform(-0.22, 0.22))), np.deg2rad(rng.uniform(-2, 2))
    span = rules.size * scale
    height, width = pair.board.shape
    if len(boxes) and rng.random() < rules.around_defect:
        x1, y1, x2, y2, _ = boxes[rng.integers(len(boxes))]
        corner = np.array([(x1 + x2) / 2, (y1 + y2) / 2]) - rng.uniform(0.1, 0.9, 2) * span
    else:
        corner = rng.uniform(-MARGIN_PX, np.array([width, height]) + MARGIN_PX - span)
    margin = MARGIN_PX if rng.random() < 0.5 else 0
    corner = np.clip(corner, -margin, np.maximum(np.array([width, height]) + margin - span, -margin))
    if scale == 1.0:
        corner = np.round(corner)  # whole pixels: the binary image stays as it is
    cos, sin, centre = scale * np.cos(angle), scale * np.sin(angle), rules.size / 2
    x0 = corner[0] + span / 2 - cos * centre + sin * centre
    y0 = corner[1] + span / 2 - sin * centre - cos * centre
    return np.array([[cos, -sin, x0], [sin, cos, y0], [0, 0, 1]])


def _golden_error(size: int, rng: np.random.Generator) -> np.ndarray:
    """3x3 matrix: what registration leaves. Mostly under a pixel; sometimes it was not done at all (5 px, 1 degree)."""
    kind = rng.random()
    if kind < 0.30:
        return np.eye(3)
    if kind < 0.72:
        shift, degrees = rng.normal(0, 0.4, 2), rng.normal(0, 0.05)
    elif kind < 0.90:
        shift, degrees = rng.uniform(-2.0, 2.0, 2), rng.uniform(-0.2, 0.2)
    else:
        shift, degrees = rng.uniform(-5.0, 5.0, 2), rng.uniform(-1.0, 1.0)
    cos, sin, centre = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees)), size / 2
    offset_x = centre - cos * centre + sin * centre + shift[0]
    offset_y = centre - sin * centre - cos * centre + shift[1]
    return np.array([[cos, -sin, offset_x], [sin, cos, offset_y], [0, 0, 1]])


def _cut(image: np.ndarray, to_source: np.ndarray, size: int) -> np.ndarray:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(image, to_source[:2], (size, size), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=0)


def _move(boxes: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Boxes through an affine map: the centre is mapped, width and height are scaled (angles here stay under 2 degrees)."""
    scale = np.hypot(matrix[0, 0], matrix[1, 0])
    centre = (boxes[:, 0:2] + boxes[:, 2:4]) / 2 @ matrix[:2, :2].T + matrix[:2, 2]
    half = (boxes[:, 2:4] - boxes[:, 0:2]) / 2 * scale
    return np.concatenate([centre - half, centre + half, boxes[:, 4:5]], 1).astype(np.float32)


def turn_and_mirror(images: np.ndarray, boxes: np.ndarray, which: int) -> tuple[np.ndarray, np.ndarray]:
    """One of the square's eight symmetries: bit 2 mirrors left-right, bits 0-1 count quarter turns to the left."""
    size = images.shape[-1]
    boxes = boxes.copy()
    if which & 4:
        images = images[..., ::-1]
        boxes[:, [0, 2]] = size - boxes[:, [2, 0]]
    for _ in range(which & 3):  # a point (x, y) goes to (y, size - x)
        images = np.rot90(images, axes=(-2, -1))
        boxes[:, :4] = np.stack([boxes[:, 1], size - boxes[:, 2], boxes[:, 3], size - boxes[:, 0]], 1)
    return np.ascontiguousarray(images), boxes


def _photograph(board, golden, binary: bool, rng: np.random.Generator):
    """Two-level images become grey photographs; photographs get another light. Board and golden differ a little."""
    size = board.shape[0]
    if binary:
        dark, contrast = rng.uniform(5, 105), rng.uniform(45, 150)
        style = rng.random()
        if style < 0.4:  # a bare board under a camera: copper (black in the binary image) shines
            dark, contrast = dark + contrast, -contrast
        elif style < 0.65:  # the binary image itself, somewhat worn
            dark, contrast = rng.uniform(0, 30), rng.uniform(180, 235)
    else:
        contrast = 255 * rng.uniform(0.75, 1.25)
        dark = rng.uniform(-25, 25)
    blur, noise, texture = rng.uniform(0.0, 1.2), rng.uniform(0.5, 7.0), rng.uniform(0.0, 10.0)
    slope = rng.uniform(-0.2, 0.2, 2)
    ramp = np.linspace(-0.5, 0.5, size, dtype=np.float32)
    light = 1 + ramp[None] * np.float32(slope[0]) + ramp[:, None] * np.float32(slope[1])

    def shoot(image):
        gain, offset = rng.normal(1, 0.05), rng.normal(0, 5)
        grey = image.astype(np.float32) * np.float32(contrast / 255 * gain) + np.float32(dark + offset)
        cells = int(rng.integers(6, 40))
        blotches = rng.normal(0, texture, (cells, cells)).astype(np.float32)
        grey = (grey + cv2.resize(blotches, (size, size), interpolation=cv2.INTER_LINEAR)) * light
        if blur > 0.3:
            grey = cv2.GaussianBlur(grey, (0, 0), blur * rng.uniform(0.8, 1.2))
        grain = np.empty((size, size), np.float32)
        cv2.randn(grain, 0, noise)
        grey = np.clip(grey + grain, 1, 255).astype(np.uint8)  # never all zero: that would mean "no golden"
        if rng.random() < 0.3:
            quality = int(rng.integers(55, 96))
            grey = cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
        return grey

    return shoot(board), None if golden is None else shoot(golden)
