/** An event as other systems get it. The same event may come twice: `event_id` tells. */
interface PublishedEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly topic: string;
  readonly timestamp: string;
  readonly trace_id: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Gives events to other systems, in order. Resolves once they are taken; throws where they are not, to be tried again. */
export interface Publisher {
  publish(events: readonly PublishedEvent[]): Promise<void>;
}
