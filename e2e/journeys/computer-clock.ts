/** The computer's clock, as the program reads it. */
import type { ElectronApplication } from '@playwright/test';

/** As if the computer had slept for so long: its wall clock goes on from there, its counter of running time stood still. */
export const sleepFor = (app: ElectronApplication, ms: number): Promise<void> =>
  app.evaluate((_, slept) => {
    const Awake = Date;
    class AfterSleep extends Awake {
      constructor(...given: []) {
        super(...((given.length === 0 ? [Awake.now() + slept] : given) as []));
      }
      static override now(): number {
        return Awake.now() + slept;
      }
    }
    Reflect.set(globalThis, 'Date', AfterSleep);
  }, ms);
