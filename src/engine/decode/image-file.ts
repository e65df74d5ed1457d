import { closeSync, constants, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { EngineFault } from '../fault.ts';

export type ImageFormat = 'jpeg' | 'png' | 'tiff' | 'bmp';

/** A file whose first bytes are those of a supported format. The name's extension plays no part. */
export interface ImageFile {
  readonly path: string;
  readonly format: ImageFormat;
  readonly byteLength: number;
  /** The whole file if it is small, so that header and pixels cost one read; else null and it is read by path. */
  readonly bytes: Buffer | null;
  /** The whole file if it is small, else so much of it that nearly every header ends within. */
  readonly start: Buffer;
}

const keepInMemoryBytes = 16 * 1024 * 1024;
const startBytes = 256 * 1024;

const pathReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'this account may not read it',
  EPERM: 'this account may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  ENXIO: 'it is not a regular file',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reported a read error',
  ERR_INVALID_ARG_VALUE: 'the path contains a character that no file name can have',
};

/** The fault for an error of the file system; `details.reason` is the system's own code. */
export function unreadable(path: string, error: unknown): EngineFault {
  const known = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return unreadableBecause(path, known ? String(error.code) : 'UNKNOWN', error);
}

function unreadableBecause(path: string, code: string, cause?: unknown): EngineFault {
  const reason = pathReasons[code] ?? `the system reported ${code}`;
  return new EngineFault('IMAGE_UNREADABLE', `The image cannot be read: ${reason}.`, { path, reason: code }, cause);
}

/**
 * Opens `path`, tells its format by content and reads it if it is small.
 * Throws EngineFault: IMAGE_UNREADABLE, IMAGE_EMPTY or IMAGE_FORMAT. Never blocks on a pipe or a device.
 */
export async function openImageFile(path: string): Promise<ImageFile> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw unreadableBecause(path, status.isDirectory() ? 'EISDIR' : 'ENXIO');
    if (status.size === 0) throw new EngineFault('IMAGE_EMPTY', 'The image file is empty (0 bytes).', { path });
    const whole = status.size <= keepInMemoryBytes;
    const bytes = Buffer.allocUnsafeSlow(whole ? status.size : startBytes);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const start = bytes.subarray(0, bytesRead);
    const format = formatOf(start);
    if (format === null) {
      const message = 'The file is not a JPEG, PNG, TIFF or BMP image, whatever its name says.';
      throw new EngineFault('IMAGE_FORMAT', message, { path });
    }
    return { path, format, byteLength: status.size, bytes: whole ? start : null, start };
  } catch (error) {
    throw error instanceof EngineFault ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

/**
 * A file that is not held in memory, to be read a part at a time. Throws EngineFault IMAGE_UNREADABLE, and IMAGE_CORRUPT
 * where it has become shorter.
 */
export function openOnDisk({ path, byteLength }: ImageFile) {
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw unreadable(path, error);
    }
  };
  const file = attempt(() => openSync(path, 'r'));
  return {
    length: byteLength,
    /** Fills `target` with what the file has from byte `at` on. */
    read(at: number, target: Uint8Array): void {
      for (let done = 0; done < target.length; ) {
        const read = attempt(() => readSync(file, target, done, target.length - done, at + done));
        if (read === 0) throw new EngineFault('IMAGE_CORRUPT', 'The image file is cut short.', { path });
        done += read;
      }
    },
    close: () => closeSync(file),
  };
}

function formatOf(start: Buffer): ImageFormat | null {
  const hex = start.toString('hex', 0, 8);
  if (hex.startsWith('ffd8ff')) return 'jpeg';
  if (hex === '89504e470d0a1a0a') return 'png';
  // Classic TIFF is version 42, BigTIFF 43, either byte order.
  if (['49492a00', '4d4d002a', '49492b00', '4d4d002b'].includes(hex.slice(0, 8))) return 'tiff';
  if (hex.startsWith('424d')) return 'bmp';
  return null;
}
