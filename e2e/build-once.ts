/** Before the first test: the bundles of the present sources. */
import { buildWindow } from '../scripts/window-build.ts';

// Playwright takes this file's default export.
// biome-ignore lint/style/noDefaultExport: see above
export default async function buildOnce(): Promise<void> {
  await buildWindow();
}
