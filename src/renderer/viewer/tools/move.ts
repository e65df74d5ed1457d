import { adjusting, dropped } from './adjust.ts';
import { movedBox } from './handles.ts';
import { type Ground, type Step, stay, type Tool, type ToolEvent } from './tool.ts';

type Move = Extract<Tool, { name: 'move' }>;

export function stepMove(tool: Move, event: ToolEvent, ground: Ground): Step {
  switch (event.type) {
    case 'pointer_move': {
      const box = movedBox(tool.before, event.at.x - tool.from.x, event.at.y - tool.from.y, ground.board);
      return stay({ ...tool, box });
    }
    case 'pointer_up':
      return dropped(tool.target, tool.box);
    case 'pointer_lost':
    case 'escape':
      return stay(adjusting(tool.target, tool.before));
    default:
      return stay(tool);
  }
}
