import { describe, expect, it } from 'vitest';
import { sealerOf } from './key-sealing.ts';

const storage = (isAvailable: boolean, backend: string) => ({
  isEncryptionAvailable: () => isAvailable,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => Buffer.from(`sealed ${text}`),
  decryptString(sealed: Buffer) {
    const text = sealed.toString();
    if (!text.startsWith('sealed ')) throw new Error('Error while decrypting the ciphertext');
    return text.slice('sealed '.length);
  },
});

describe('the computer’s key store', () => {
  it.each([
    ['linux', 'gnome_libsecret'],
    ['linux', 'kwallet6'],
    ['win32', ''],
    ['darwin', ''],
  ] as const)('seals on %s %s, and gives back every byte', (platform, backend) => {
    const sealer = sealerOf(storage(true, backend), platform);
    const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 8);
    expect(sealer.kind).toBe('os');
    expect(Uint8Array.from(sealer.unseal(sealer.seal(secret)))).toEqual(secret);
    expect(() => sealer.unseal(Buffer.from('somebody else’s'))).toThrow();
  });

  it.each([
    ['linux', true, 'basic_text'],
    ['linux', true, 'unknown'],
    ['linux', false, 'gnome_libsecret'],
    ['win32', false, ''],
  ] as const)('does not say that it seals on %s where it does not (%s %s)', (platform, isAvailable, backend) => {
    expect(sealerOf(storage(isAvailable, backend), platform).kind).toBe('none');
  });
});
