import { EngineFault } from '../fault.ts';

/**
 * For an answer that says neither "defect" nor "none": a network that overflows answers with NaN for every row, and left
 * out as no detections these would be a clean board.
 */
export const unusableOutput = (what: string): EngineFault =>
  new EngineFault('MODEL_RUN_FAILED', `The model's answer cannot be used: ${what}.`, { found: what });
