/** Paints at most once per frame of the screen, and only when something changed. */
export interface PaintLoop {
  request(): void;
  stop(): void;
}

export function createPaintLoop(paint: () => void): PaintLoop {
  let frame: number | null = null;
  return {
    request() {
      frame ??= requestAnimationFrame(() => {
        frame = null;
        paint();
      });
    },
    stop() {
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
    },
  };
}
