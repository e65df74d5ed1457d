import { adjusting } from './adjust.ts';
import { smallestSide, spannedBox, wholeBox } from './handles.ts';
import { type Ground, type Step, selecting, stay, type Tool, type ToolEvent } from './tool.ts';

type Draw = Extract<Tool, { name: 'draw' }>;

export const drawing: Tool = { name: 'draw', from: null, box: null };

/** One box for one choice of the tool: afterwards the pointer selects again, so that nobody draws by mistake. */
export function stepDraw(tool: Draw, event: ToolEvent, ground: Ground): Step {
  switch (event.type) {
    case 'pointer_down':
      return stay({ name: 'draw', from: event.at, box: null });
    case 'pointer_move':
      if (tool.from === null) return stay(tool);
      return stay({ ...tool, box: spannedBox(tool.from, event.at, event.even, ground.board) });
    case 'pointer_up': {
      if (tool.box === null || tool.box.width < smallestSide || tool.box.height < smallestSide) return stay(drawing);
      return { tool: selecting, effects: [{ type: 'drew', box: wholeBox(tool.box) }] };
    }
    case 'place':
      return stay(adjusting({ defectId: null, annotationId: null, box: event.box }));
    case 'pointer_lost':
      return stay(drawing);
    case 'escape':
      return stay(tool.from === null ? selecting : drawing);
    default:
      return stay(tool);
  }
}
