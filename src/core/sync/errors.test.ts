import { expect, it } from 'vitest';
import { syncErrorCodes } from './errors.ts';

it('pins the failures of sending', () => {
  expect(syncErrorCodes).toEqual([
    'SYNC_NOT_CONFIGURED',
    'SYNC_PAUSED',
    'SYNC_TOKEN_MISSING',
    'SYNC_TOKEN_SEALED_ELSEWHERE',
    'SYNC_TOKEN_DAMAGED',
    'SYNC_TOKEN_NOT_STORED',
    'SYNC_TOKEN_REFUSED',
    'SYNC_UNREACHABLE',
    'SYNC_BUSY',
    'SYNC_FAULTY',
    'SYNC_REFUSED',
    'SYNC_DOCUMENT_INVALID',
    'SYNC_RECEIPT_DIFFERS',
    'SYNC_ORIGINAL_UNREADABLE',
    'SYNC_ORIGINAL_DAMAGED',
    'SYNC_BUCKET_UNREADABLE',
    'SYNC_UPLOAD_REFUSED',
    'SYNC_LOG_DIFFERS',
    'SYNC_WITNESS_CHANGED',
    'SYNC_WITNESS_INVALID',
    'SYNC_RECIPE_INVALID',
    'SYNC_MODEL_DIFFERS',
    'SYNC_MODEL_INVALID',
    'SYNC_MODEL_NOT_STORED',
    'SYNC_NO_ITEM',
  ]);
});
