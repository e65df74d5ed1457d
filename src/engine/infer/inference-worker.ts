import { parentPort } from 'node:worker_threads';
import { serveCalls } from '../pipeline/thread-call.ts';
import type { Inference } from './inference.ts';
import { createInference } from './inference-service.ts';

if (parentPort)
  serveCalls<Inference>(
    parentPort,
    createInference((text) => process.stderr.write(`${text}\n`)),
  );
