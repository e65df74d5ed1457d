/** Words of the domain, as architecture.md fixes them. IPC-CFX uses the same verification words. */

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const inspectionStatuses = ['pending', 'processing', 'completed', 'failed'] as const;
export type InspectionStatus = (typeof inspectionStatuses)[number];

/** `null` in a record means that a person must decide. */
export const verdicts = ['pass', 'fail'] as const;
export type Verdict = (typeof verdicts)[number];

export const verifications = ['not_verified', 'confirmed', 'rejected', 'accepted', 'repaired'] as const;
export type Verification = (typeof verifications)[number];

export const defectOrigins = ['model', 'operator'] as const;
export type DefectOrigin = (typeof defectOrigins)[number];

/** Type of a finding that no model made: a part of the board that neither its golden nor a known flaw explains. */
export const unexplainedType = 'unexplained';

export const annotationKinds = ['false_positive', 'missed_detection', 'incorrect_box', 'incorrect_label'] as const;
export type AnnotationKind = (typeof annotationKinds)[number];
