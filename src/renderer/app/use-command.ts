import { useEffect, useEffectEvent } from 'react';
import { type CommandId, keysOf } from './command-list.ts';
import { useSettings, useWorkspace } from './workspace-context.tsx';

/** Answers a command while the component is there. `enabled` false leaves its key to others. */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const { commands } = useWorkspace();
  const runNow = useEffectEvent(run);
  useEffect(() => (enabled ? commands.provide(id, { run: () => runNow() }) : undefined), [commands, id, enabled]);
}

/** The key to show for a command; undefined where it has none. */
export function useCommandKeys(id: CommandId): string | undefined {
  const custom = useSettings(({ values }) => values.keys);
  return keysOf(id, custom)[0];
}
