/** Taking a bundle apart and putting it together again: as it was, carelessly, or as somebody who knows the format. */
import { canonicalBytes } from '@fiducial/protocol/audit';
import { sha256Hex } from '../../digest.ts';
import { isContent, manifestOf } from '../documents.ts';
import { openArchive } from '../read-archive.ts';
import { writeArchive } from './archive-file.ts';

export type BundleFiles = Map<string, Uint8Array>;

export async function filesOf(path: string): Promise<BundleFiles> {
  const opened = await openArchive(path);
  if (!opened.ok) throw new Error(opened.error.message);
  const files: BundleFiles = new Map();
  for (const member of opened.value.members) files.set(member.path, (await opened.value.read(member, 1e9))!);
  await opened.value.close();
  return files;
}

/** The files as they are, in the archive's right form. */
export async function pack(files: BundleFiles, path: string): Promise<string> {
  await writeArchive(path, new Map([...files].map(([name, content]) => [name, async () => content])));
  return path;
}

/** With a manifest that fits the files. */
export function packWithManifest(files: BundleFiles, path: string): Promise<string> {
  files.delete('manifest.json');
  const facts = [...files].map(
    ([name, content]) => [name, { sha256: sha256Hex(content), bytes: content.length }] as const,
  );
  files.set('manifest.json', canonicalBytes(manifestOf(new Map(facts))));
  return pack(files, path);
}

/** With both lists of files made to fit. */
export function packAsForger(files: BundleFiles, path: string): Promise<string> {
  const contents = JSON.parse(Buffer.from(files.get('contents.json')!).toString());
  contents.files = [...files]
    .filter(([name]) => isContent(name))
    .map(([name, content]) => ({ path: name, sha256: sha256Hex(content) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  files.set('contents.json', canonicalBytes(contents));
  return packWithManifest(files, path);
}

/** Each is the work of somebody who then makes both lists fit; only the log tells. */
export const forgeries: readonly (readonly [string, (files: BundleFiles) => unknown])[] = [
  ['another image', (files) => files.set('images/board.jpg', Buffer.from('another'))],
  ['another golden', (files) => files.set('images/golden.jpg', Buffer.from('golden'))],
  ['no golden', (files) => files.delete('images/golden.jpg')],
  ['a second board', (files) => files.set('images/board.png', files.get('images/board.jpg')!)],
  ['another result', (files) => files.set('result.json', canonicalBytes({ status: 'x' }))],
  ['another report', (files) => files.set('report.pdf', Buffer.from('%PDF-'))],
  ['another recipe', (files) => files.set('recipe.json', canonicalBytes({}))],
  ['another model', (files) => files.set('model.json', canonicalBytes({ sha256: '0' }))],
  ['no sign-off', (files) => files.set('signatures.json', canonicalBytes([]))],
  ['no decisions', (files) => files.set('verifications.json', canonicalBytes([]))],
];
