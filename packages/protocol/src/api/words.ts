import { z } from 'zod';

export const inspectionStatuses = ['PENDING', 'PROCESSING', 'COMPLETE', 'FAILED'] as const;
export type InspectionStatus = (typeof inspectionStatuses)[number];

export const verdicts = ['PASS', 'FAIL'] as const;
export type Verdict = (typeof verdicts)[number];

/** Words that earlier clients use for a status. */
const olderWords: Readonly<Record<string, InspectionStatus>> = {
  IN_PROGRESS: 'PROCESSING',
  COMPLETED: 'COMPLETE',
  FAIL: 'FAILED',
};

const upper = (word: unknown): unknown => (typeof word === 'string' ? word.toUpperCase() : word);

/** A status in any case, and in the words of earlier clients. */
export const statusFilter = z.preprocess((word) => {
  const known = upper(word);
  return typeof known === 'string' ? (olderWords[known] ?? known) : known;
}, z.enum(inspectionStatuses));

export const verdictFilter = z.preprocess(upper, z.enum(verdicts));

const priorityNames = { low: 3, normal: 5, high: 7, critical: 10 } as const;

/** 1 (whenever) to 10 (now), or a word. */
export const priority = z.union([
  z.number().int().min(1).max(10),
  z.enum(['low', 'normal', 'high', 'critical']).transform((name) => priorityNames[name]),
]);

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export const verifications = ['not_verified', 'confirmed', 'rejected', 'accepted', 'repaired'] as const;
export const defectOrigins = ['model', 'operator'] as const;
/** Types of defects that the platform knows without being told by a model. */
export const knownDefectTypes = [
  'open',
  'short',
  'mousebite',
  'spur',
  'copper',
  'pin_hole',
  'missing_hole',
  'scratch',
  'void',
  'contamination',
  'misalignment',
  // Found without a model: a part of the board that its golden does not explain.
  'unexplained',
] as const;

export const annotationKinds = ['false_positive', 'missed_detection', 'incorrect_box', 'incorrect_label'] as const;

export const artifactKinds = ['raw', 'derived', 'log'] as const;
export type ArtifactKind = (typeof artifactKinds)[number];

export const contentTypes = ['image/jpeg', 'image/png', 'image/tiff', 'application/json'] as const;
export type ContentType = (typeof contentTypes)[number];
