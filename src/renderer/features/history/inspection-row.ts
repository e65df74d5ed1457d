/** A row of the history, in words of the contract. */
import type { z } from 'zod';
import type { inspectionRow, pageKey } from '../../../ipc/values.ts';

export type InspectionRow = z.output<typeof inspectionRow>;
export type PageKey = z.output<typeof pageKey>;

/** What people call a board: serial, else lot, else part; null where nothing is known of it. */
export const boardName = ({ serial, lot, part }: Pick<InspectionRow, 'serial' | 'lot' | 'part'>): string | null =>
  [serial, lot, part].find((word) => word !== null && word !== '') ?? null;
