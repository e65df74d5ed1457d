import { assertNever } from '../../../core/kernel/result.ts';
import { adjusting, kept, stepAdjust } from './adjust.ts';
import { drawing, stepDraw } from './draw.ts';
import { stepMove } from './move.ts';
import { stepResize } from './resize.ts';
import { stepSelect } from './select.ts';
import { type Ground, type Step, selecting, type Tool, type ToolEffect, type ToolEvent } from './tool.ts';

/** Choosing another tool keeps what was adjusted so far: only Escape drops it. */
function leaving(tool: Tool): readonly ToolEffect[] {
  switch (tool.name) {
    case 'adjust':
    case 'move':
    case 'resize':
      return kept(tool.target, tool.box);
    case 'select':
    case 'draw':
      return [];
    default:
      return assertNever(tool);
  }
}

export function step(tool: Tool, event: ToolEvent, ground: Ground): Step {
  if (event.type === 'choose_select') return { tool: selecting, effects: leaving(tool) };
  if (event.type === 'choose_draw') return { tool: drawing, effects: leaving(tool) };
  if (event.type === 'choose_adjust') return { tool: adjusting(event.target), effects: leaving(tool) };
  switch (tool.name) {
    case 'select':
      return stepSelect(tool, event);
    case 'draw':
      return stepDraw(tool, event, ground);
    case 'adjust':
      return stepAdjust(tool, event, ground);
    case 'move':
      return stepMove(tool, event, ground);
    case 'resize':
      return stepResize(tool, event, ground);
    default:
      return assertNever(tool);
  }
}
