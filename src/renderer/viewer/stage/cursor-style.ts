import type { Point } from '../space/point.ts';
import { contains, handleAt } from '../tools/handles.ts';
import type { Tool } from '../tools/tool.ts';

const handleCursors = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
} as const;

/** CSS cursor over a board point. `reach` in board pixels; `onMark`: there is something to pick. */
export function cursorOver(tool: Tool, at: Point, reach: number, onMark: boolean): string {
  switch (tool.name) {
    case 'select':
      return tool.press?.panning ? 'grabbing' : onMark ? 'pointer' : 'grab';
    case 'draw':
      return 'crosshair';
    case 'move':
      return 'move';
    case 'resize':
      return handleCursors[tool.handle];
    case 'adjust': {
      const handle = handleAt(tool.box, at, reach);
      if (handle !== null) return handleCursors[handle];
      return contains(tool.box, at, reach / 2) ? 'move' : tool.press?.panning ? 'grabbing' : 'grab';
    }
  }
}
