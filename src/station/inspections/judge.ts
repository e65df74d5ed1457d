/** From what the engine found to what is recorded, by the recipe's rules. Pure but for the new ids. */
import type { Box } from '../../core/detection/box.ts';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import type { InspectionOutcome, RecordedDefect, RecordedRegistration } from '../../core/inspection/record.ts';
import { verdictOf } from '../../core/inspection/verdict.ts';
import { unexplainedType } from '../../core/inspection/vocabulary.ts';
import { type DefectId, type InferenceId, newId } from '../../core/kernel/ids.ts';
import type { EngineBoardResult } from '../../engine/protocol.ts';
import type { ModelJson } from '../models/model-json.ts';
import type { BoardTimings } from './board-request.ts';

export type CompletedOutcome = Extract<InspectionOutcome, { status: 'completed' }>;

/** Decimals that are kept: 0.01 px, and confidences fine enough to rank by. */
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

export function judge(
  result: EngineBoardResult,
  model: ModelJson,
  recipe: RecipeContent,
  timings: BoardTimings,
): CompletedOutcome {
  const defects = result.detections.map(({ box, confidence, classIndex }): RecordedDefect => {
    const type = model.classes[classIndex]?.name;
    if (type === undefined) throw new Error(`The engine gave class ${classIndex}, which the model does not have`);
    return {
      id: newId<DefectId>(),
      type,
      box: {
        x: rounded(box.x, 2),
        y: rounded(box.y, 2),
        width: rounded(box.width, 2),
        height: rounded(box.height, 2),
      },
      confidence: rounded(confidence, 6),
      severity: recipe.types[type]?.severity ?? 'high',
      origin: 'model',
    };
  });
  defects.push(...result.unexplained.map(unexplainedArea));
  const { verdict } = verdictOf({
    status: 'completed',
    registrationPoor: result.registrationPoor,
    reviewPolicy: recipe.reviewPolicy,
    verifications: defects.map(() => 'not_verified'),
  });
  return {
    status: 'completed',
    verdict,
    registration: result.registration && roundedRegistration(result.registration),
    registrationPoor: result.registrationPoor,
    inference: {
      id: newId<InferenceId>(),
      model: { name: model.name, version: model.version, sha256: model.sha256 },
      provider: result.provider,
      usedGolden: result.usedGolden,
      timingsMs: { ...timings },
    },
    defects,
  };
}

/** What nobody can name is for a person to look at, before everything that has a name. */
const unexplainedArea = (box: Box): RecordedDefect => ({
  id: newId<DefectId>(),
  type: unexplainedType,
  box,
  confidence: null,
  severity: 'critical',
  origin: 'model',
});

function roundedRegistration({ dx, dy, angle, scale, score }: RecordedRegistration): RecordedRegistration {
  return {
    dx: rounded(dx, 3),
    dy: rounded(dy, 3),
    angle: rounded(angle, 4),
    scale: rounded(scale, 6),
    score: rounded(score, 4),
  };
}
