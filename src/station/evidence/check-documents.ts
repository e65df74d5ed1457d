/** Images, result, recipe, model, report and decisions against the log's entries: rule E10. */
import { type AuditEntry, sameBytes } from '@fiducial/protocol/audit';
import { z } from 'zod';
import type { Bundle } from './bundle.ts';
import type { BundleEntries } from './bundle-entries.ts';
import { parseCanonical, signaturesOf, verificationsOf } from './documents.ts';
import type { Problems } from './evidence-report.ts';

const modelSchema = z.looseObject({ sha256: z.string() });

/** E10. */
export function checkDocuments(
  { members, digests, document, contents }: Bundle,
  entries: BundleEntries,
  seen: Problems,
): void {
  const inspection = contents?.inspection;
  if (inspection === undefined) return;
  const inspected = inspectedIn(entries.inOrder, inspection);
  const notLogged = (path: string, why: string): void => {
    seen.add('EVIDENCE_NOT_LOGGED', path, why);
  };
  if (inspected === null) {
    notLogged('contents.json', 'not exactly one entry says that this board was inspected');
    return;
  }

  const imageOf = (role: string): string =>
    [...members.keys()].find((path) => path.startsWith(`images/${role}.`)) ?? `images/${role}`;
  const hashOf = (path: string): string | undefined => digests.get(path)?.sha256;
  const pairs: readonly (readonly [path: string, hash: string | undefined, ref: string])[] = [
    [imageOf('board'), hashOf(imageOf('board')), 'image'],
    [imageOf('golden'), hashOf(imageOf('golden')), 'golden'],
    ['result.json', hashOf('result.json'), 'result'],
    ['recipe.json', hashOf('recipe.json'), 'recipe'],
  ];
  for (const [path, hash, ref] of pairs)
    if (hash !== inspected.refs[ref]) notLogged(path, `it is not the ${ref} that was inspected`);
  const images = [...members.keys()].filter((path) => path.startsWith('images/'));
  if (images.length !== (inspected.refs.golden === undefined ? 1 : 2))
    notLogged('images', 'they are not those of the inspection');

  const model = document('model.json');
  if (
    members.has('model.json') &&
    parseCanonical(model ?? new Uint8Array(), modelSchema)?.sha256 !== inspected.refs.model
  )
    notLogged('model.json', 'it does not describe the model that ran');
  const reports = entries.inOrder.filter(
    ({ action, after }) => action === 'report.created' && after.inspection === inspection,
  );
  if (!reports.some(({ refs }) => refs.report === hashOf('report.pdf')))
    notLogged('report.pdf', 'no entry says that this report was made');
  const documents = { 'verifications.json': verificationsOf, 'signatures.json': signaturesOf };
  for (const [path, make] of Object.entries(documents))
    if (!sameBytes(document(path) ?? new Uint8Array(), make(entries.inOrder, inspection)))
      notLogged(path, 'it does not say what the entries say');
}

/** The one entry of the inspection itself; null where there is none, or more. */
export function inspectedIn(entries: readonly AuditEntry[], inspection: string): AuditEntry | null {
  const found = entries.filter(
    ({ action, object }) =>
      (action === 'inspection.completed' || action === 'inspection.failed') && object.id === inspection,
  );
  return found.length === 1 ? found[0]! : null;
}
