import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { receiveFiles } from './received-files.ts';

test('files of the start, of a second start and of the desktop all arrive, whenever the window is ready', () => {
  const app = new EventEmitter();
  const received: (readonly string[])[] = [];
  const { deliverTo } = receiveFiles(app as unknown as App, ['/first.png']);
  app.emit('open-file', { preventDefault() {} }, '/early.png');
  deliverTo({ receive: (files) => received.push(files) });
  app.emit('second-instance', {}, [], '/', { files: ['/second.png'] });
  app.emit('second-instance', {}, [], '/', { files: 'not a list' });
  expect(received).toEqual([['/first.png', '/early.png'], ['/second.png'], []]);
});
