import type { Member } from './archive-form.ts';
import { type Contents, type Manifest, parseContents, parseManifest } from './documents.ts';
import type { Archive } from './read-archive.ts';

/** A bundle in memory: its documents whole, of images and report their hashes. */
export interface Bundle {
  readonly members: ReadonlyMap<string, Member>;
  readonly digests: ReadonlyMap<string, { readonly sha256: string; readonly isIntact: boolean }>;
  /** Null where a file is missing, or too large to be what it should be. */
  document(path: string): Uint8Array | null;
  readonly manifest: Manifest | null;
  readonly contents: Contents | null;
}

/** More than the largest document that a station writes: ten thousand decisions. */
const documentLimit = 32_000_000;
const isDocument = (path: string): boolean => !path.startsWith('images/') && path !== 'report.pdf';

/** Reads every file once; of documents no more than a station writes. */
export async function readBundle(archive: Archive): Promise<Bundle> {
  const digests = new Map<string, { sha256: string; isIntact: boolean }>();
  const documents = new Map<string, Uint8Array | null>();
  let room = documentLimit;
  for (const member of archive.members) {
    digests.set(member.path, await archive.digest(member));
    if (!isDocument(member.path)) continue;
    const bytes = await archive.read(member, room);
    room -= bytes?.length ?? 0;
    documents.set(member.path, bytes);
  }
  const document = (path: string): Uint8Array | null => documents.get(path) ?? null;
  const members = new Map(archive.members.map((member) => [member.path, member]));
  const manifest = parseManifest(document('manifest.json') ?? new Uint8Array());
  const contents = parseContents(document('contents.json') ?? new Uint8Array());
  return { members, digests, document, manifest, contents };
}
