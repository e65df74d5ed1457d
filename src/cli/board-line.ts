/** The JSON line of a board: keys and their order are the command line's contract; further keys come after them. */

import { doubtInWords } from '../core/inspection/registration-doubt.ts';
import type { AppError } from '../core/kernel/result.ts';
import type { BoardOutcome } from '../station/inspections/board-request.ts';
import type { LineExtras } from './board-extras.ts';

const brief = ({ code, message }: AppError) => ({ code, message });

export function boardLine(outcome: BoardOutcome, extras: LineExtras): Record<string, unknown> {
  if (!outcome.inspected) {
    const { request, error, quarantined } = outcome;
    return { ...errorLine(request.image.given, error), ...(quarantined === null ? {} : { quarantined }) };
  }
  // A person who decided or signed has said what the golden could not.
  const doubt = outcome.verdict === null ? outcome.registrationDoubt : null;
  return {
    image: outcome.request.image.given,
    sha256: outcome.sha256,
    width: outcome.width,
    height: outcome.height,
    inspection_id: outcome.inspectionId,
    status: outcome.status,
    verdict: outcome.verdict,
    defects: outcome.defects.map(({ id, type, confidence, severity, box, verification }) => ({
      id,
      type,
      confidence,
      severity,
      bbox: { x: box.x, y: box.y, width: box.width, height: box.height },
      verification,
    })),
    model: outcome.model,
    provider: outcome.provider,
    registration: outcome.registration,
    timings_ms: outcome.timings,
    ...(doubt === null ? {} : { error: doubtInWords(doubt) }),
    found: outcome.found,
    ...(outcome.found ? { run_verdict: outcome.runVerdict } : {}),
    golden: outcome.golden && { image: outcome.golden.given, sha256: outcome.golden.sha256, from: outcome.golden.from },
    ...(extras.overlay === undefined ? {} : { overlay: extras.overlay }),
    ...(extras.report === undefined ? {} : { report: extras.report }),
    ...(extras.warnings.length === 0 ? {} : { warnings: extras.warnings.map(brief) }),
    ...(extras.modelUnsigned ? { model_unsigned: true } : {}),
  };
}

/** The line of something that never became a board: a bad manifest line, a pattern that matches nothing. */
export const errorLine = (image: string, error: AppError): Record<string, unknown> => ({ image, error: brief(error) });
