import { expect, it } from 'vitest';
import type { PublishedEvent } from '../ports/publisher.ts';
import { toKafkaMessage } from './kafka-publisher.ts';

const event = (payload: PublishedEvent['payload']): PublishedEvent => ({
  event_id: 'e-1',
  event_type: 'inspection.created',
  topic: 'inspection.lifecycle',
  timestamp: '2026-11-21T10:00:00.000Z',
  trace_id: null,
  payload,
});

it('keeps what happened to one inspection in one partition, and the whole event as the value', () => {
  const told = event({ inspection_id: 'i-7', batch_id: 'L-1' });
  const message = toKafkaMessage(told);
  expect(message).toMatchObject({
    topic: 'inspection.lifecycle',
    key: 'i-7',
    headers: { event_id: 'e-1', event_type: 'inspection.created' },
  });
  expect(JSON.parse(message.value)).toEqual(told);
});

it('gives an event of no inspection a key of its own', () => {
  expect(toKafkaMessage(event({})).key).toBe('e-1');
});
