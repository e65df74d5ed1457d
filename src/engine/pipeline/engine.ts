import { EngineFault } from '../fault.ts';
import type { Lanes } from '../infer/lanes.ts';
import { planesOf } from '../infer/model-contract.ts';
import type { EngineReply, EngineRequest } from '../protocol.ts';
import { inspectBoard } from './inspect-board.ts';
import type { Line } from './run-tiles.ts';
import { createTileSlots } from './tile-slots.ts';
import type { Vision } from './vision.ts';

/** Batches that may be packed or wait while the model's lanes are busy. */
const waitingSlots = 3;

export interface EngineParts {
  readonly vision: Vision;
  readonly inference: Lanes;
  readonly now: () => number;
  readonly send: (reply: EngineReply) => void;
}

/**
 * Answers the station's requests, several at a time; each ends in exactly one reply with its id.
 * Rejects only for a bug, never for bad input.
 */
export function createEngine({ vision, inference, now, send }: EngineParts): (request: EngineRequest) => Promise<void> {
  let line: Line | null = null;
  let boards = 0;

  const answer = async (request: Exclude<EngineRequest, { type: 'shutdown' }>): Promise<EngineReply> => {
    const { id } = request;
    switch (request.type) {
      case 'load_model': {
        const { batch, lanes, ...result } = await inference.load(request);
        const { width, height, channels } = request.model.input;
        const slots = createTileSlots(lanes + waitingSlots, batch, planesOf[channels] * width * height);
        const run: Line['inference']['run'] = (tiles) => inference.run(tiles, boards === 1);
        line = { vision, inference: { run }, slots, model: request.model, now };
        return { type: 'model_loaded', id, result };
      }
      case 'inspect': {
        if (!line) throw new EngineFault('MODEL_RUN_FAILED', 'No model is loaded.');
        boards += 1;
        try {
          const result = await inspectBoard(line, id, request.job, {
            started: (width, height) => send({ type: 'started', id, width, height }),
            progress: (tilesDone, tilesTotal, detections) =>
              send({ type: 'progress', id, tilesDone, tilesTotal, detections }),
          });
          return { type: 'inspected', id, result };
        } finally {
          boards -= 1;
        }
      }
      case 'render':
        await vision.render(request.job);
        return { type: 'rendered', id };
    }
  };

  return async (request) => {
    if (request.type === 'shutdown') return;
    try {
      send(await answer(request));
    } catch (cause) {
      if (!(cause instanceof EngineFault)) throw cause;
      send({ type: 'failed', id: request.id, error: cause.toError() });
    }
  };
}
