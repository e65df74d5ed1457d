/**
 * The list of updates (`latest-linux.yml`) carries the checksum of every file, so who can change the list can change the
 * program: it is taken only with a signature beside it (`latest-linux.yml.sig`, base64, Ed25519 over the list's bytes) by
 * a key that came with the installed program. A check that cannot run counts as failed.
 */
import { type KeyObject, verify } from 'node:crypto';

/** What fetches for the updater; `request` answers with a text. */
export interface ListTransport {
  request(options: { readonly path?: string | null }, ...more: never[]): Promise<string | null>;
}

class UnsignedList extends Error {
  readonly code = 'UPDATE_SIGNATURE';
}

/** Changes the transport in place: from now on it gives out signed lists only. */
export function requireSignedLists(transport: ListTransport, keys: readonly KeyObject[]): void {
  const fetchText = transport.request.bind(transport);
  transport.request = async (options, ...more) => {
    const text = await fetchText(options, ...more);
    const [path = '', query] = (options.path ?? '').split('?');
    if (!path.endsWith('.yml')) return text;
    const signature = await fetchText({ ...options, path: `${path}.sig${query ? `?${query}` : ''}` }, ...more).catch(
      (cause: unknown) => {
        throw new UnsignedList(`The list of updates has no signature that could be read: ${String(cause)}`);
      },
    );
    const bytes = Buffer.from(text ?? '');
    const value = Buffer.from((signature ?? '').trim(), 'base64');
    if (!keys.some((key) => verify(null, bytes, key, value)))
      throw new UnsignedList('The list of updates is not signed by a key that this program trusts.');
    return text;
  };
}
