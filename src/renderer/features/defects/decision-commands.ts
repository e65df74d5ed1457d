import type { Verification } from '../../../core/inspection/vocabulary.ts';

/** In the order of the buttons. */
export const decisionCommands = ['review.confirm', 'review.falseCall', 'review.accept', 'review.repaired'] as const;
export type DecisionCommand = (typeof decisionCommands)[number];

/** The words of IPC-CFX for what the buttons say. */
export const verificationOf: Readonly<Record<DecisionCommand, Verification>> = {
  'review.confirm': 'confirmed',
  'review.falseCall': 'rejected',
  'review.accept': 'accepted',
  'review.repaired': 'repaired',
};
