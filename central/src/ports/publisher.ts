/** An event as other systems get it. The same event may come twice: `event_id` tells. */
export interface PublishedEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly topic: string;
  readonly timestamp: string;
  readonly trace_id: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Gives events to other systems, in order. */
export interface Publisher {
  /** Resolves once they are taken; throws where they are not, or nobody knows: then they come again, in the same order. */
  publish(events: readonly PublishedEvent[]): Promise<void>;
  close(): Promise<void>;
}
