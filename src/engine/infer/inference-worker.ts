import { parentPort } from 'node:worker_threads';
import { serveCalls } from '../pipeline/thread-call.ts';
import type { Inference } from './inference.ts';
import { createInference } from './inference-service.ts';
import { tritonVariable } from './triton-session.ts';

if (parentPort)
  serveCalls<Inference>(
    parentPort,
    createInference((text) => process.stderr.write(`${text}\n`), process.env[tritonVariable] ?? null),
  );
