import { Producer, type ProducerOptions, stringSerializers } from '@platformatic/kafka';
import type { KafkaConfig } from '../config.ts';
import type { PublishedEvent, Publisher } from '../ports/publisher.ts';

/** Of one connection and one request, in milliseconds. */
const longestRequestMs = 5000;
/** Of all tries together: a broker that does not answer must not hold up the service's stop. */
const longestMs = 8000;

/**
 * Publishes to Kafka, each event to the topic of its name, as JSON. The key is the inspection's id, so that what happened
 * to one inspection stays in one partition and in order. A message counts as taken when every replica in sync has it; the
 * producer numbers messages, so that a broker drops what the client itself sent twice.
 */
export function createKafkaPublisher({ brokers, tls, sasl }: KafkaConfig): Publisher {
  const options: ProducerOptions<string, string, string, string> = {
    clientId: 'fiducial-central',
    bootstrapBrokers: [...brokers],
    serializers: stringSerializers,
    acks: -1,
    idempotent: true,
    autocreateTopics: true,
    timeout: longestRequestMs,
    connectTimeout: longestRequestMs,
    // A numbering producer takes fewer retries than 2 as without end. Who publishes tries again anyway, with every event
    // since the first that failed.
    retries: 2,
    retryDelay: 250,
    ...(tls ? { tls: {} } : {}),
    ...(sasl === null ? {} : { sasl }),
  };
  let producer: Producer<string, string, string, string> | null = null;
  const end = async (): Promise<void> => {
    const ended = producer;
    producer = null;
    if (ended !== null) await inTime(ended.close(true));
  };
  return {
    async publish(events) {
      producer ??= new Producer(options);
      try {
        await inTime(producer.send({ messages: events.map(toKafkaMessage) }));
      } catch (error) {
        // Its numbers may have a gap now: the next try begins with new ones.
        await end().catch(() => undefined);
        throw error;
      }
    },
    close: end,
  };
}

async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Kafka did not answer within ${longestMs} ms`)), longestMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a consumer reads: key and value as text, and in headers what it may choose by without parsing the value. */
export const toKafkaMessage = (event: PublishedEvent) => {
  const { inspection_id } = event.payload;
  return {
    topic: event.topic,
    key: typeof inspection_id === 'string' ? inspection_id : event.event_id,
    value: JSON.stringify(event),
    headers: { event_id: event.event_id, event_type: event.event_type },
  };
};
