import type { OutputDecoder } from '../protocol.ts';
import { decodeAnomalyMap } from './decode-anomaly-map.ts';
import { decodeRows } from './decode-rows.ts';
import { decodeYolov8 } from './decode-yolov8.ts';
import type { TileDecoder } from './tile-decoder.ts';

export const tileDecoders: Record<OutputDecoder, TileDecoder> = {
  detections_nk6: decodeRows,
  yolov8: decodeYolov8,
  end_to_end: decodeRows,
  anomaly_map: decodeAnomalyMap,
};
