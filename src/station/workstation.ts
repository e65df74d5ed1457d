/** The living station behind the window: everything that the shell's handlers call, and what it tells unasked. */
import type { StationContext } from './context.ts';

export interface Workstation {
  readonly dataDir: string;
  /** Person and station name are those that the settings name at the moment of reading. */
  readonly context: StationContext;
  /** Finishes the boards in work, stores them and gives everything back. */
  close(): Promise<void>;
}
