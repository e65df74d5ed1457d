/** What the window's page may ask of the computer: the camera, and nothing else. */
import { windowOrigin } from '../protocol/window-url.ts';

export interface PermissionQuestion {
  readonly permission: string;
  /** Address or origin of the page that asks; undefined where Electron does not know. */
  readonly from: string | undefined;
  /** For `media`: what it wants to hear or see. */
  readonly media: readonly string[];
}

export function isPermitted({ permission, from, media }: PermissionQuestion): boolean {
  const isOwn = from !== undefined && (from === windowOrigin || from.startsWith(`${windowOrigin}/`));
  return isOwn && permission === 'media' && media.length > 0 && media.every((kind) => kind === 'video');
}
