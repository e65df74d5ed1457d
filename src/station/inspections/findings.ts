import type { InspectionToRecord, RecordedImage } from '../../core/inspection/record.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

/** Rows of the board's and the golden's originals and of their part in the inspection. Inside the recording's transaction. */
export function insertImages(db: Database, input: InspectionToRecord, now: string): void {
  insertOriginal(db, input.image, now);
  if (input.golden !== null) insertOriginal(db, input.golden, now);
}

/** Row of an original that is in the image store. Inside a write transaction. */
export function insertOriginal(db: Database, image: RecordedImage, now: string): void {
  const { sha256, bytes, format, storedPath } = image;
  db.run(
    statement(
      'INSERT INTO images (sha256, bytes, format, stored_path, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      [sha256, bytes, format, storedPath, now],
    ),
  );
}

/** Rows of the images' use, the model run and the defects. The inspection's row is there already. */
export function insertFindings(db: Database, input: InspectionToRecord): void {
  insertUse(db, input.id, 'board', input.image);
  if (input.golden !== null) insertUse(db, input.id, 'golden', input.golden);
  if (input.outcome.status !== 'completed') return;
  const { inference, defects } = input.outcome;
  db.insert('inferences', {
    id: inference.id,
    inspection_id: input.id,
    model_name: inference.model.name,
    model_version: inference.model.version,
    model_sha256: inference.model.sha256,
    provider: inference.provider,
    used_golden: inference.usedGolden ? 1 : 0,
    timings_ms: JSON.stringify(inference.timingsMs),
  });
  for (const [position, defect] of defects.entries()) {
    const { id, type, box, confidence, severity, origin } = defect;
    db.insert('defects', {
      id,
      inspection_id: input.id,
      position,
      type,
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
      confidence,
      severity,
      origin,
    });
  }
}

function insertUse(db: Database, inspectionId: string, role: 'board' | 'golden', image: RecordedImage): void {
  db.insert('inspection_images', {
    inspection_id: inspectionId,
    role,
    sha256: image.sha256,
    width: image.width,
    height: image.height,
    source_path: image.sourcePath,
  });
}
