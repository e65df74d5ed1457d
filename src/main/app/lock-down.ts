/** Closes every way out of the window: navigation, other windows, permissions, downloads, remote content. */
import { app, type Session } from 'electron';
import { windowPage } from '../protocol/window-url.ts';
import { isPermitted } from './permissions.ts';

/** Before any page is there. */
export function lockDownPages(onRefused: (what: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (navigation) => {
      if (navigation.isMainFrame && navigation.url === windowPage) return;
      navigation.preventDefault();
      onRefused(`navigation to ${navigation.url}`);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      onRefused(`window for ${url}`);
      return { action: 'deny' };
    });
  });
}

export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    callback(isPermitted({ permission, from: details.requestingUrl, media }));
  });
  session.setPermissionCheckHandler((_contents, permission, from, details) =>
    isPermitted({
      permission,
      from: details.requestingUrl ?? from,
      media: details.mediaType ? [details.mediaType] : [],
    }),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // The policy of every page forbids it already; this holds for whatever a page forgets.
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] },
    (_details, callback) => callback({ cancel: true }),
  );
}
