/** Lets boards in while their pixels together stay under a limit; a board above the limit goes alone. First come, first served. */
export interface PixelGate {
  /** Resolves to the function that gives the pixels back; calling it again does nothing. */
  enter(pixels: number): Promise<() => void>;
}

export function createPixelGate(limit: number): PixelGate {
  let inside = 0;
  const waiting: { readonly pixels: number; readonly admit: () => void }[] = [];
  const admitNext = (): void => {
    for (let next = waiting[0]; next && (inside === 0 || inside + next.pixels <= limit); next = waiting[0]) {
      waiting.shift();
      inside += next.pixels;
      next.admit();
    }
  };
  return {
    enter: (pixels) =>
      new Promise((resolve) => {
        let isInside = true;
        const leave = (): void => {
          if (!isInside) return;
          isInside = false;
          inside -= pixels;
          admitNext();
        };
        waiting.push({ pixels, admit: () => resolve(leave) });
        admitNext();
      }),
  };
}
