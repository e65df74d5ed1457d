"""Loss curves as an SVG: `python3 -m training.plot LOG.jsonl... --to curves.svg` (logs of one training, in order)."""

import argparse
import json
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, GAP = 720, 150, 56, 24, 48
SERIES = (("heat_loss", "heat map loss"), ("box_loss", "box loss (1 - GIoU)"), ("lr", "learning rate"))


def read(logs: list[Path]) -> list[dict]:
    """The lines with figures; minutes go on from one log to the next."""
    points, before = [], 0.0
    for log in logs:
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        rows = [{**row, "minutes": row["minutes"] + before} for row in lines if "step" in row]
        points += rows
        before = rows[-1]["minutes"]
    return points


def panel(points: list[dict], key: str, title: str, top: float) -> str:
    values, minutes = [p[key] for p in points], [p["minutes"] for p in points]
    high, last = max(sorted(values)[: max(1, int(len(values) * 0.99))]), max(minutes)
    path = " ".join(
        f"{LEFT + m / last * WIDTH:.1f},{top + HEIGHT - min(v / high, 1) * HEIGHT:.1f}" for m, v in zip(minutes, values)
    )
    return (
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#ccc"/>'
        f'<text x="{LEFT}" y="{top - 7}">{title}</text>'
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{high:.2g}</text>'
        f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end">0</text>'
        f'<text x="{LEFT + WIDTH}" y="{top + HEIGHT + 16}" text-anchor="end">{last:.0f} min</text>'
        f'<polyline points="{path}" fill="none" stroke="#1668b0" stroke-width="1.3"/>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("logs", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    points = read(args.logs)
    panels = [panel(points, key, title, TOP + i * (HEIGHT + GAP)) for i, (key, title) in enumerate(SERIES)]
    size = f'width="{LEFT + WIDTH + 16}" height="{TOP + len(SERIES) * (HEIGHT + GAP)}"'
    args.to.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
        f'<title>Losses and learning rate over the minutes of the training</title><rect width="100%" height="100%" fill="white"/>{"".join(panels)}</svg>\n'
    )


if __name__ == "__main__":
    main()
