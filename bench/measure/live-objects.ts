/** How much of a page's heap is its own objects, apart from what the engine compiled and what the browser keeps. */
import type { CDPSession } from '@playwright/test';

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[]] };
  };
  readonly nodes: readonly number[];
}

/** Machine code and what belongs to it grows while functions get warm; `native` are the browser's, outside this heap. */
const notObjects: ReadonlySet<string> = new Set(['code', 'native', 'hidden', 'synthetic', 'object shape']);

/** Bytes of strings, objects, closures and arrays that can be reached. Takes a snapshot, which takes seconds. */
export async function liveObjectBytes(session: CDPSession): Promise<number> {
  const chunks: string[] = [];
  const collect = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', collect);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', collect);
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += fields.length)
    if (!notObjects.has(types[0][nodes[node + type]!]!)) bytes += nodes[node + size]!;
  return bytes;
}
