import { hash } from 'node:crypto';
import { type Sha256, toHex } from '@fiducial/protocol/audit';

export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

/** Lower-case hex of the SHA-256 of bytes. */
export const sha256Hex = (bytes: Uint8Array): string => toHex(sha256(bytes));
