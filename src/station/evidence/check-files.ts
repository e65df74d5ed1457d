/** The bundle's files against its two lists of them: rules E5 to E7. */
import { sha256Hex } from '../digest.ts';
import type { Bundle } from './bundle.ts';
import type { BundleEntries } from './bundle-entries.ts';
import { isContent, manifestOf } from './documents.ts';
import type { Problems } from './evidence-report.ts';

/** E5: the manifest is the list of these very files, and ZIP's own check values are right. */
export function checkManifest({ members, digests, manifest }: Bundle, seen: Problems): void {
  for (const [path, { isIntact }] of digests)
    if (!isIntact) seen.add('EVIDENCE_FILE_CHANGED', path, 'its check value in the archive is wrong');
  if (manifest === null) {
    seen.add('EVIDENCE_FORMAT', 'manifest.json', 'it is not what the specification says');
    return;
  }
  const facts = new Map(
    [...members.values()]
      .filter(({ path }) => path !== 'manifest.json')
      .map(({ path, bytes }) => [path, { bytes, sha256: digests.get(path)!.sha256 }]),
  );
  const is = manifestOf(facts).files;
  compareLists(is, manifest.files, 'manifest.json', seen);
  for (const { path, bytes } of manifest.files) {
    const member = facts.get(path);
    if (member !== undefined && member.bytes !== bytes)
      seen.add('EVIDENCE_FILE_CHANGED', path, `it has ${member.bytes} bytes, and ${bytes} in manifest.json`);
  }
}

/** E6, E7. */
export function checkContents({ digests, contents, document }: Bundle, entries: BundleEntries, seen: Problems): void {
  if (contents === null) {
    seen.add('EVIDENCE_FORMAT', 'contents.json', 'it is not what the specification says');
    return;
  }
  const is = [...digests]
    .filter(([path]) => isContent(path))
    .map(([path, { sha256: hash }]) => ({ path, sha256: hash }));
  compareLists(is, contents.files, 'contents.json', seen);
  const last = entries.inOrder.at(-1);
  const listed = entries.inOrder.slice(0, -1).map(({ seq }) => seq);
  if (listed.join() !== contents.entries.join())
    seen.add('EVIDENCE_FILE_MISSING', 'contents.json', 'it lists other entries of the log than the bundle has');
  const own = sha256Hex(document('contents.json')!);
  const isSaid =
    last?.action === 'evidence.created' &&
    last.object.type === 'inspection' &&
    last.object.id === contents.inspection &&
    last.refs.contents === own;
  if (!isSaid)
    seen.add('EVIDENCE_NOT_LOGGED', 'contents.json', 'the last entry is not that a bundle of these contents was made');
}

interface Listed {
  readonly path: string;
  readonly sha256: string;
}

function compareLists(is: readonly Listed[], says: readonly Listed[], where: string, seen: Problems): void {
  const byPath = new Map(is.map((file) => [file.path, file]));
  for (const { path, sha256: hash } of says) {
    const file = byPath.get(path);
    if (file === undefined) seen.add('EVIDENCE_FILE_MISSING', path, `${where} names it, and it is not there`);
    else if (file.sha256 !== hash) seen.add('EVIDENCE_FILE_CHANGED', path, `its SHA-256 is not the one in ${where}`);
  }
  const named = new Set(says.map(({ path }) => path));
  for (const { path } of is)
    if (!named.has(path)) seen.add('EVIDENCE_FILE_MISSING', path, `it is there, and ${where} does not name it`);
  const isOrdered = says.map(({ path }) => path).join() === is.map(({ path }) => path).join();
  const areTheSame = named.size === byPath.size && is.every(({ path }) => named.has(path));
  if (areTheSame && !isOrdered) seen.add('EVIDENCE_FORMAT', where, 'its files are not in order');
}
