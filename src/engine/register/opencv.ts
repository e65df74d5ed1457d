import { createRequire } from 'node:module';
import type cvModule from '@techstark/opencv-js';

export type OpenCv = typeof cvModule;

/**
 * Loads OpenCV's wasm build when it is first asked for (about 0.3 s and 130 MB): only when a pair needs it. It comes
 * wrapped in an object, because the module has a `then` that answers with itself: awaiting it, or returning it from an
 * async function, never ends.
 */
export type OpenCvLoader = () => Promise<{ readonly cv: OpenCv }>;

export function openCvLoader(): OpenCvLoader {
  let loading: ReturnType<OpenCvLoader> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}

async function load(): Promise<{ readonly cv: OpenCv }> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  const cv = createRequire(import.meta.url)('@techstark/opencv-js') as OpenCv & { onRuntimeInitialized?: () => void };
  // Emscripten installs handlers that end the process on any unhandled error; that decision is not OpenCV's.
  for (const [index, event] of events.entries()) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[index]!.includes(listener)) process.off(event, listener);
    }
  }
  if (cv.Mat === undefined) {
    await new Promise<void>((resolve) => {
      cv.onRuntimeInitialized = resolve;
    });
  }
  return { cv };
}
