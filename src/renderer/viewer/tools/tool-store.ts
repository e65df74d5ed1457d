import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Size } from '../space/point.ts';
import { step } from './step.ts';
import { selecting, type Tool, type ToolEffect, type ToolEvent } from './tool.ts';

export type ToolStore = StoreApi<{ readonly tool: Tool }> & {
  /** Steps the machine; gives what must be done about it, in order. */
  send(event: ToolEvent, board: Size): readonly ToolEffect[];
};

export function createToolStore(): ToolStore {
  const store = createStore<{ readonly tool: Tool }>(() => ({ tool: selecting }));
  return Object.assign(store, {
    send(event: ToolEvent, board: Size): readonly ToolEffect[] {
      const before = store.getState().tool;
      const { tool, effects } = step(before, event, { board });
      if (tool !== before) store.setState({ tool });
      return effects;
    },
  });
}
