import { dragPress, pressAt } from './press.ts';
import { type Step, selecting, stay, type Tool, type ToolEvent } from './tool.ts';

type Select = Extract<Tool, { name: 'select' }>;

export function stepSelect(tool: Select, event: ToolEvent): Step {
  switch (event.type) {
    case 'pointer_down':
      return stay({ name: 'select', press: pressAt(event.pane) });
    case 'pointer_move': {
      if (tool.press === null) return stay(tool);
      const { press, effects } = dragPress(tool.press, event.pane);
      return { tool: { name: 'select', press }, effects };
    }
    case 'pointer_up':
      if (tool.press === null) return stay(tool);
      return {
        tool: selecting,
        effects: tool.press.panning ? [] : [{ type: 'pick', at: event.at, reach: event.reach }],
      };
    case 'pointer_lost':
      return stay(selecting);
    default:
      return stay(tool);
  }
}
