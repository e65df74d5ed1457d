/** The computer's own key store, as Electron reaches it: DPAPI, the macOS keychain, libsecret or KWallet. */
import type { SafeStorage } from 'electron';
import { noSealer, type Sealer } from '../../station/keys/sealer.ts';

type Storage = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> & {
  /** Linux only. */
  readonly getSelectedStorageBackend?: () => string;
};

/**
 * Seals with the key store where there is a real one. On Linux without a key ring Electron "encrypts" with a password
 * that everybody knows (`basic_text`): that is no sealing, and the station says so. Call it when the app is ready.
 */
export function sealerOf(storage: Storage, platform: NodeJS.Platform): Sealer {
  if (!isReal(storage, platform)) return noSealer;
  return {
    kind: 'os',
    // The store takes text only.
    seal: (secret) => storage.encryptString(Buffer.from(secret).toString('base64')),
    unseal: (sealed) => Buffer.from(storage.decryptString(Buffer.from(sealed)), 'base64'),
  };
}

const noRealStore: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

function isReal(storage: Storage, platform: NodeJS.Platform): boolean {
  if (!storage.isEncryptionAvailable()) return false;
  return platform !== 'linux' || !noRealStore.has(storage.getSelectedStorageBackend?.() ?? 'unknown');
}
