import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { createImageDecoder } from '../decode/image-decoder.ts';
import { createRegistrar } from '../register/registrar.ts';
import { render } from '../render/render.ts';
import { serveCalls } from './thread-call.ts';
import type { Vision } from './vision.ts';
import { createVision } from './vision-service.ts';

// One libvips thread per image: board and golden are decoded side by side, and the model needs the rest.
sharp.concurrency(1);
sharp.cache(false);

if (parentPort) {
  const decoder = createImageDecoder();
  const vision = createVision(decoder, createRegistrar(), (job) => render(decoder, job));
  serveCalls<Vision>(parentPort, vision);
}
