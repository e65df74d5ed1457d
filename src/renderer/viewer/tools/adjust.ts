import type { Box } from '../../../core/detection/box.ts';
import { contains, handleAt, movedBox, resizedBox, sameBox, wholeBox } from './handles.ts';
import { dragPress, pressAt } from './press.ts';
import {
  type Ground,
  isNew,
  type Step,
  selecting,
  stay,
  type Target,
  type Tool,
  type ToolEffect,
  type ToolEvent,
} from './tool.ts';

type Adjust = Extract<Tool, { name: 'adjust' }>;

export const adjusting = (target: Target, box: Box = target.box): Adjust => ({
  name: 'adjust',
  target,
  box,
  press: null,
});

/** After a drag: what is stored already is kept at once, a new box only when the person says so. */
export function dropped(target: Target, box: Box): Step {
  const whole = wholeBox(box);
  if (isNew(target)) return stay(adjusting(target, whole));
  return { tool: adjusting({ ...target, box: whole }), effects: kept(target, whole) };
}

/** What the box became, where it differs from what is stored. */
export function kept(target: Target, box: Box): readonly ToolEffect[] {
  const whole = wholeBox(box);
  if (isNew(target)) return [{ type: 'drew', box: whole }];
  return sameBox(box, target.box) || sameBox(whole, target.box) ? [] : [{ type: 'adjusted', target, box: whole }];
}

export function stepAdjust(tool: Adjust, event: ToolEvent, ground: Ground): Step {
  switch (event.type) {
    case 'pointer_down': {
      const handle = handleAt(tool.box, event.at, event.reach);
      const { target, box } = tool;
      if (handle !== null) return stay({ name: 'resize', target, before: box, from: event.at, handle, box });
      if (contains(box, event.at, event.reach / 2))
        return stay({ name: 'move', target, before: box, from: event.at, box });
      return stay({ ...tool, press: pressAt(event.pane) });
    }
    case 'pointer_move': {
      if (tool.press === null) return stay(tool);
      const { press, effects } = dragPress(tool.press, event.pane);
      return { tool: { ...tool, press }, effects };
    }
    case 'pointer_up': {
      if (tool.press === null || tool.press.panning) return stay({ ...tool, press: null });
      // A click beside the box is done with it; what was nudged is kept.
      return {
        tool: selecting,
        effects: [...kept(tool.target, tool.box), { type: 'pick', at: event.at, reach: event.reach }],
      };
    }
    case 'pointer_lost':
      return stay({ ...tool, press: null });
    case 'nudge':
      return stay({ ...tool, box: movedBox(wholeBox(tool.box), event.dx, event.dy, ground.board) });
    case 'grow':
      return stay({ ...tool, box: resizedBox(wholeBox(tool.box), 'se', event.dx, event.dy, ground.board) });
    case 'keep':
      return { tool: selecting, effects: kept(tool.target, tool.box) };
    case 'escape':
      return stay(selecting);
    default:
      return stay(tool);
  }
}
