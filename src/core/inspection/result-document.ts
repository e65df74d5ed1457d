import { canonicalBytes } from '@fiducial/protocol/audit';
import type { InspectionOutcome } from './record.ts';

/**
 * Bytes whose SHA-256 stands for what an inspection found (RFC 8785). The audit entry and the outbox row carry it,
 * so a changed verdict, defect or box in the tables no longer matches the log. Timings are left out: they are no finding.
 */
export function resultBytes(outcome: InspectionOutcome): Uint8Array {
  if (outcome.status === 'failed') return canonicalBytes({ status: 'failed', error: outcome.error.code });
  const { verdict, registration, registrationPoor, inference, defects } = outcome;
  return canonicalBytes({
    status: 'completed',
    verdict,
    registration,
    registrationPoor,
    inference: {
      id: inference.id,
      model: inference.model,
      provider: inference.provider,
      usedGolden: inference.usedGolden,
    },
    defects: defects.map(({ id, type, box, confidence, severity, origin }) => ({
      id,
      type,
      box: { x: box.x, y: box.y, width: box.width, height: box.height },
      confidence,
      severity,
      origin,
    })),
  });
}
