/** Everything a report shows, gathered before a page is drawn. */
import type { StoredDefect, StoredInspection } from '../../core/inspection/stored.ts';
import type { LogHead } from '../audit/head.ts';

export interface ReportContent {
  readonly inspection: StoredInspection;
  /** The log when the report was made. */
  readonly head: LogHead;
  /** UTC, ISO 8601. */
  readonly madeAt: string;
  /** The whole board with its defects; null where the original could not be read. */
  readonly overlay: Picture | null;
  /** Crops by defect, in the order of the inspection; fewer than its defects where the report was cut. */
  readonly crops: readonly DefectCrops[];
}

/** A JPEG and its size in pixels. */
export interface Picture {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface DefectCrops {
  readonly defect: StoredDefect;
  /** Number in the table, from 1. */
  readonly number: number;
  readonly board: Picture | null;
  /** The same place of the golden at the same scale; null without a golden that fits. */
  readonly golden: Picture | null;
}

/** Okabe-Ito: told apart by colour-blind readers too; a shape and a word always stand beside the colour. */
const verdictLooks = {
  pass: { word: 'PASS', color: '#009e73', shape: 'disc' },
  fail: { word: 'FAIL', color: '#d55e00', shape: 'square' },
  undecided: { word: 'UNDECIDED', color: '#b87d00', shape: 'triangle' },
} as const;
export type VerdictLook = (typeof verdictLooks)[keyof typeof verdictLooks];

/** Of the verdict that holds: the sign-off's, or what the rules give. */
export const lookOf = ({ standingVerdict }: StoredInspection): VerdictLook =>
  verdictLooks[standingVerdict ?? 'undecided'];

/** `2026-11-21 08:30:12 UTC` */
export const readableTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

export const readableType = (type: string): string => type.replaceAll('_', ' ');

export const verificationWord = (defect: StoredDefect): string => {
  const { verified } = defect;
  if (verified === null) return 'not verified';
  return verified.verification === 'rejected' ? 'false call' : verified.verification.replaceAll('_', ' ');
};
