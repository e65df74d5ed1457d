/**
 * The thread that fetches and decodes tiles. In the window itself the steps of one fetch take 2 ms of the thread that
 * draws, and tens of tiles come while a gesture lasts; from here each arrives as one message, ready to be drawn.
 */
import type { TileAnswer, TileRefusal, TileRequest } from './tile-messages.ts';

const underWay = new Map<number, AbortController>();

function answer(message: TileAnswer): void {
  postMessage(message, { transfer: 'image' in message ? [message.image] : [] });
}

async function load(id: number, url: string): Promise<void> {
  const abort = new AbortController();
  underWay.set(id, abort);
  let refusal: TileRefusal | null = null;
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) {
      refusal = await refusalOf(response);
      throw new Error(`Tile refused with status ${response.status}`);
    }
    const image = await createImageBitmap(await response.blob());
    if (abort.signal.aborted) image.close();
    else answer({ load: id, image });
  } catch (error) {
    // Nobody waits for what was aborted.
    if (!abort.signal.aborted) answer({ load: id, reason: String(error), refusal });
  } finally {
    underWay.delete(id);
  }
}

/** A coded error of the station, as the shell's answer carries it. */
async function refusalOf(response: Response): Promise<TileRefusal | null> {
  const said: unknown = await response.json().catch(() => null);
  if (typeof said !== 'object' || said === null || !('code' in said) || !('message' in said)) return null;
  return { code: String(said.code), message: String(said.message) };
}

addEventListener('message', ({ data: { loads, aborts } }: MessageEvent<TileRequest>) => {
  for (const { load: id, url } of loads) void load(id, url);
  // Afterwards: what was asked for and no longer wanted in one go is in both.
  for (const id of aborts) underWay.get(id)?.abort();
});
