/** Who may ask: the top frame of our own window, while it shows our own page. */
import { windowOrigin } from '../protocol/window-url.ts';

interface AskingFrame {
  readonly url: string;
  /** Null for the top frame. */
  readonly parent: unknown;
}

export interface Asking {
  /** Id of the page that asks. */
  readonly contentsId: number;
  /** Null where the frame is gone or navigated away since it asked. */
  readonly frame: AskingFrame | null;
}

/** @param ownContentsId Of the window's page; undefined while there is no window. */
export function isOwnPage({ contentsId, frame }: Asking, ownContentsId: number | undefined): boolean {
  if (contentsId !== ownContentsId || frame === null || frame.parent !== null) return false;
  return frame.url === windowOrigin || frame.url.startsWith(`${windowOrigin}/`);
}
