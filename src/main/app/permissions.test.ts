import { expect, test } from 'vitest';
import { windowOrigin } from '../protocol/window-url.ts';
import { isPermitted } from './permissions.ts';

const own = `${windowOrigin}/index.html`;

test('the camera for our own page, and nothing else', () => {
  expect(isPermitted({ permission: 'media', from: own, media: ['video'] })).toBe(true);
  expect(isPermitted({ permission: 'media', from: windowOrigin, media: ['video'] })).toBe(true);
  expect(isPermitted({ permission: 'media', from: own, media: ['audio'] })).toBe(false);
  expect(isPermitted({ permission: 'media', from: own, media: ['video', 'audio'] })).toBe(false);
  expect(isPermitted({ permission: 'media', from: own, media: [] })).toBe(false);
  expect(isPermitted({ permission: 'media', from: `${windowOrigin}.evil/`, media: ['video'] })).toBe(false);
  expect(isPermitted({ permission: 'media', from: undefined, media: ['video'] })).toBe(false);
  for (const permission of ['geolocation', 'notifications', 'usb', 'clipboard-read', 'openExternal', 'fullscreen'])
    expect(isPermitted({ permission, from: own, media: [] })).toBe(false);
});
