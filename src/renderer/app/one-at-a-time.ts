/**
 * Lets one piece of work through at a time: what is begun while another goes on is not begun, and its answer is null.
 * For what a second Enter must not do again, also where it comes before the button is drawn as busy.
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T | null> {
  let busy = false;
  return async (work) => {
    if (busy) return null;
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
}
