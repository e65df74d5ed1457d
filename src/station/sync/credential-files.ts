/**
 * The files in which credentials for the central service lie, beside the log's keys. Each is written once, under a name of
 * its own: which one holds is said elsewhere, so that a half done change leaves the one before it as it was.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../core/kernel/ids.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { makeDurableFolder } from '../durable-folder.ts';
import { destroyFile, readIfThere, writeDurably } from '../keys/durable-file.ts';
import { sealedText } from './sealed-text.ts';

/** Sealed one by one: a program that cannot open the one can still carry it over beside a new other. */
const credentials = z.strictObject({ v: z.literal(2), token: sealedText.nullable(), bucket: sealedText.nullable() });
/** As earlier versions wrote it: a token alone, for whatever address was set. */
const tokenAlone = z.strictObject({ v: z.literal(1), ...sealedText.shape });

/** The one file that there was before files had names of their own. */
export const firstFile = 'central-token';
const names = /^central-[\w.-]+$/;

export interface StoredCredentials extends Omit<z.infer<typeof credentials>, 'v'> {
  /** Whether each says which service it is for. */
  readonly bound: boolean;
}

export interface CredentialFiles {
  /** Null where there is no such file. */
  read(name: string): Result<StoredCredentials | null, 'damaged'>;
  /** Its name. On disk when this returns. Throws the system's error. */
  add(credentials: Omit<StoredCredentials, 'bound'>): string;
  /** All there are, those that were half written included. */
  names(): readonly string[];
  /** Overwrites and removes. Throws the system's error. */
  destroy(name: string): void;
}

export const isCredentialFile = (name: string): boolean => names.test(name);

export function credentialFiles(dataDir: string): CredentialFiles {
  const folder = join(dataDir, 'keys');
  return {
    read(name) {
      try {
        const text = readIfThere(join(folder, name));
        if (text === null) return ok(null);
        const { v, ...content } = z.union([credentials, tokenAlone]).parse(JSON.parse(text));
        if (v === 1) return ok({ token: sealedText.parse(content), bucket: null, bound: false });
        return ok({ ...(content as Omit<StoredCredentials, 'bound'>), bound: true });
      } catch {
        return fail('damaged');
      }
    },
    add(content) {
      makeDurableFolder(folder);
      const name = `central-${newId()}`;
      writeDurably(join(folder, name), `${JSON.stringify({ v: 2, ...content })}\n`);
      return name;
    },
    names() {
      try {
        return readdirSync(folder).filter(isCredentialFile);
      } catch {
        return [];
      }
    },
    destroy: (name) => destroyFile(join(folder, name)),
  };
}
