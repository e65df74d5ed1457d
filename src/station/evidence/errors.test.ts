import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evidenceErrorCodes } from './errors.ts';

const spec = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'spec', 'evidence.md'), 'utf8');

test('codes of the area', () => {
  expect(evidenceErrorCodes).toEqual([
    'EVIDENCE_ARCHIVE',
    'EVIDENCE_FORMAT',
    'EVIDENCE_FILE_CHANGED',
    'EVIDENCE_FILE_MISSING',
    'EVIDENCE_ENTRY_DAMAGED',
    'EVIDENCE_PROOF_FAILED',
    'EVIDENCE_CHECKPOINT_FORGED',
    'EVIDENCE_KEY_UNKNOWN',
    'EVIDENCE_NOT_LOGGED',
    'EVIDENCE_UNSIGNED',
    'EVIDENCE_ORIGINAL_DAMAGED',
    'EVIDENCE_RESULT_DAMAGED',
    'EVIDENCE_TOO_LARGE',
  ]);
});

test('the specification names each code that a reader gives', () => {
  const inSpec = [...spec.matchAll(/^\| `(EVIDENCE_\w+)`/gm)].map(([, code]) => code);
  expect(evidenceErrorCodes.slice(0, inSpec.length)).toEqual(inSpec);
});
