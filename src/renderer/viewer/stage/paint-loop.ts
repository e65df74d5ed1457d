/** Paints at most once per frame of the screen, and only when something changed. */
export interface PaintLoop {
  request(): void;
  stop(): void;
}

/** `paint` is given the time of its frame, milliseconds. */
export function createPaintLoop(paint: (now: number) => void): PaintLoop {
  let frame: number | null = null;
  return {
    request() {
      frame ??= requestAnimationFrame((now) => {
        frame = null;
        paint(now);
      });
    },
    stop() {
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
    },
  };
}
