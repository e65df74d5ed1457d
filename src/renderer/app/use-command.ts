import { useEffect, useEffectEvent } from 'react';
import { type CommandId, commandsByKey, keysOf } from './command-list.ts';
import { useSettings, useWorkspace } from './workspace-context.tsx';

/** Answers a command while the component is there. `enabled` false leaves its key to others. */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const { commands } = useWorkspace();
  const runNow = useEffectEvent(run);
  useEffect(() => (enabled ? commands.provide(id, { run: () => runNow() }) : undefined), [commands, id, enabled]);
}

/** The key to show for a command: one that the site did not give to another. Undefined where it has none. */
export function useCommandKeys(id: CommandId): string | undefined {
  const custom = useSettings(({ values }) => values.keys);
  const byKey = commandsByKey(custom);
  return keysOf(id, custom).find((key) => byKey.get(key) === id);
}
