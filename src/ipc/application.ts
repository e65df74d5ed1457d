/** The window and the program around it. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { path } from './values.ts';

export const application = {
  info: call(
    z.strictObject({}),
    z.object({
      version: z.string(),
      /** `preview`: the stand-in's window, not real Electron. */
      runtime: z.enum(['electron', 'preview']),
      platform: z.string(),
      /** BCP 47, of the system. */
      locale: z.string(),
      versions: z.record(z.string(), z.string()),
    }),
  ),
  /** The renderer tells what broke it, for the local log. */
  fault: call(z.strictObject({ message: z.string().max(2000), stack: z.string().max(20_000) }), z.object({})),
  /** Shows a file that the program wrote in the system's file manager. */
  reveal: call(z.strictObject({ path }), z.object({}), ['OUTPUT']),
  /** A menu item or a global shortcut was used: the window runs the command of this id. */
  command: event(z.object({ id: z.string() })),
};
