import { expect, it } from 'vitest';
import { openCvLoader } from './opencv.ts';

it('loads OpenCV once, without its handlers that end the process on any unhandled error', async () => {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listenerCount(event));
  const loadOpenCv = openCvLoader();
  const { cv } = await loadOpenCv();
  expect(events.map((event) => process.listenerCount(event))).toEqual(before);
  expect(cv.ORB).toBeTypeOf('function');
  expect((await loadOpenCv()).cv).toBe(cv);
});
