import { expect, it } from 'vitest';
import { exportErrorCodes } from '../station/exports/errors.ts';
import { manifestErrorCodes } from '../station/inspections/errors.ts';
import { modelErrorCodes } from '../station/models/errors.ts';
import { cliErrorCodes } from './errors.ts';

/** Scripts on line PCs compare these words: a change here is a change of the contract. */
it('keeps the error codes that scripts rely on', () => {
  expect([...cliErrorCodes, ...manifestErrorCodes, ...exportErrorCodes, ...modelErrorCodes]).toEqual([
    'USAGE',
    'INPUT_NO_IMAGES',
    'STATION_EMPTY',
    'AUDIT_NO_ENTRY',
    'OUTPUT_UNWRITABLE',
    'INTERNAL',
    'MANIFEST_UNREADABLE',
    'MANIFEST_LINE',
    'EXPORT_EMPTY',
    'EXPORT_NOT_EMPTY',
    'EXPORT_UNWRITABLE',
    'EXPORT_STOPPED',
    'MODEL_NOT_FOUND',
    'MODEL_MANIFEST',
    'MODEL_FILE',
    'MODEL_HASH_MISMATCH',
    'MODEL_UNSIGNED',
    'MODEL_SIGNATURE',
    'MODEL_EXISTS',
    'MODEL_BUNDLED',
    'MODEL_STORE',
  ]);
});
