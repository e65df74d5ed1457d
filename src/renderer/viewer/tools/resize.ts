import { adjusting, dropped } from './adjust.ts';
import { resizedBox } from './handles.ts';
import { type Ground, type Step, stay, type Tool, type ToolEvent } from './tool.ts';

type Resize = Extract<Tool, { name: 'resize' }>;

export function stepResize(tool: Resize, event: ToolEvent, ground: Ground): Step {
  switch (event.type) {
    case 'pointer_move': {
      const { before, handle, from } = tool;
      const box = resizedBox(before, handle, event.at.x - from.x, event.at.y - from.y, ground.board);
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
