/** Before the first test: the bundles of the present sources. */
import { buildWindow } from './window-build.ts';

export default async function buildOnce(): Promise<void> {
  await buildWindow(process.env.E2E_BUILD);
}
