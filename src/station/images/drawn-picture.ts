import { drawnMarkBytes, isMarkedDrawn } from '../../core/detection/drawn-picture.ts';
import { nodeFileSystem } from './file-system.ts';

/** Whether the program drew findings into a picture. False also for what cannot be read: who wants to use it says so. */
export async function isDrawnPicture(path: string): Promise<boolean> {
  try {
    const file = await nodeFileSystem.openToRead(path);
    if (file === null) return false;
    try {
      const head = new Uint8Array(drawnMarkBytes);
      return isMarkedDrawn(head.subarray(0, await file.read(head)));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
