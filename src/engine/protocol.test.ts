import { expect, it } from 'vitest';
import { engineErrorCodes } from './protocol.ts';

it('has these error codes, which are stored and never change their meaning', () => {
  expect(engineErrorCodes).toEqual([
    'IMAGE_UNREADABLE',
    'IMAGE_EMPTY',
    'IMAGE_FORMAT',
    'IMAGE_CORRUPT',
    'IMAGE_TOO_LARGE',
    'IMAGE_TOO_SMALL',
    'IMAGE_BLANK',
    'IMAGE_PAGES',
    'GOLDEN_UNREADABLE',
    'MODEL_CORRUPT',
    'MODEL_HASH_MISMATCH',
    'MODEL_SHAPE',
    'MODEL_EXTERNAL_DATA',
    'MODEL_RUN_FAILED',
    'PROVIDER_UNAVAILABLE',
    'ENGINE_TIMEOUT',
    'ENGINE_MEMORY',
    'ENGINE_CRASHED',
    'ENGINE_START_FAILED',
    'ENGINE_STOPPED',
    'OUTPUT_UNWRITABLE',
  ]);
});
