import { buildWindow } from './window-build.ts';

/**
 * Before the first test: the bundles of the present sources.
 * @public Called by the test runner.
 */
export default async function buildOnce(): Promise<void> {
  await buildWindow(process.env.E2E_BUILD);
}
