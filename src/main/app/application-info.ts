/** What the window may know about the program and its runtime. */
import type { App } from 'electron';
import type { ApplicationInfo } from '../ipc/handlers/shell-services.ts';

export function applicationInfo(app: Pick<App, 'getVersion' | 'getLocale'>): ApplicationInfo {
  const { electron = '', chrome = '', node, standin } = process.versions;
  return {
    version: app.getVersion(),
    // The stand-in says so in its versions: what it shows is a preview of the real thing.
    runtime: standin === undefined ? 'electron' : 'preview',
    platform: process.platform,
    locale: app.getLocale(),
    versions: { electron, chrome, node },
  };
}
