/** Where the parts of a large original go. */
import { createArtifactPart, listArtifactParts } from '@fiducial/protocol/api';
import type { CentralClient, Understood } from './central-client.ts';

/** An original that the service knows of, and takes in parts. */
export interface AnnouncedOriginal {
  readonly inspectionId: string;
  readonly artifactId: string;
  readonly contentType: string;
  readonly partBytes: number;
  /** Where its upload goes in the service's bucket. */
  readonly bucketKey: string;
}

interface Part {
  /** From 1. */
  readonly number: number;
  readonly bytes: number;
  /** Of its bytes, base64: the store refuses others. */
  readonly md5: string;
}

interface PartsThere {
  /** Of each part but the last. */
  readonly partBytes: number;
  /** Bytes by number, from 1, of those that arrived whole. */
  readonly received: ReadonlyMap<number, number>;
}

export interface PartAddress {
  readonly url: string;
  /** To be sent with the PUT exactly so. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Semantics: what is there is asked of the store itself each time, and an address is made for one part that is about to go. */
export interface PartTarget {
  received(original: AnnouncedOriginal): Promise<Understood<PartsThere>>;
  address(original: AnnouncedOriginal, part: Part): Promise<Understood<PartAddress>>;
}

/** Addresses that the service makes. */
export const partsByService = (client: CentralClient): PartTarget => ({
  async received({ inspectionId, artifactId }) {
    const params = { inspection_id: inspectionId, artifact_id: artifactId };
    const answer = await client.call(listArtifactParts, { params });
    if (answer.kind !== 'accepted') return answer;
    const { part_bytes, received } = answer.value;
    const there = new Map(received.map(({ part_number, size_bytes }) => [part_number, size_bytes]));
    return { ...answer, value: { partBytes: part_bytes, received: there } };
  },
  async address({ inspectionId, artifactId }, { number, md5 }) {
    const params = { inspection_id: inspectionId, artifact_id: artifactId };
    const answer = await client.call(createArtifactPart, { params, body: { part_number: number, md5 } });
    if (answer.kind !== 'accepted') return answer;
    const { upload_url, headers } = answer.value;
    return { ...answer, value: { url: upload_url, headers } };
  },
});
