/** The list of what a station sends, scrolled by a person, on a station that has a year of it. */
import { join } from 'node:path';
import { type FrameFigures, framesDuring } from '../../e2e/frame-costs.ts';
import { openSync, syncPartsOf } from '../../e2e/journeys/sync.ts';
import { launchWindow } from '../../e2e/launch-window.ts';
import { openDatabase } from '../../src/station/db/open.ts';
import { statement } from '../../src/station/db/statement.ts';

/** Items as years of boards leave them: nearly all sent, some waiting, a few set aside. */
const fill = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  INSERT INTO outbox (id, kind, object_id, revision, payload_sha256, state, tries, error_code, last_error, receipt, settled_at, created_at)
  SELECT printf('01900000-0000-7000-8000-%012x', i),
         CASE i % 4 WHEN 0 THEN 'verification' WHEN 1 THEN 'artifact' ELSE 'inspection' END,
         printf('01910000-0000-7000-8000-%012x', i), 1, printf('%064x', i),
         CASE WHEN i > ? - 500 THEN 'pending' WHEN i % 400 = 0 THEN 'set_aside' ELSE 'sent' END,
         1, NULL, NULL,
         CASE WHEN i > ? - 500 OR i % 400 = 0 THEN NULL ELSE '{}' END,
         CASE WHEN i > ? - 500 THEN NULL ELSE strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i * 60, 'unixepoch') END,
         strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i * 60, 'unixepoch')
  FROM n`;

export interface LedgerFigures {
  /** Rows that the window has when the list is scrolled, at least. */
  readonly rows: number;
  readonly scrolled: FrameFigures;
}

/** A station of `count` items in the folder, which is empty. @throws Error where it cannot be made. */
export async function ledgerFrames(folder: string, app: string, count: number): Promise<LedgerFigures[]> {
  const opened = openDatabase({ file: join(folder, 'station.db') });
  if (!opened.ok) throw new Error(opened.error.message);
  opened.value.run(statement(fill, [count, count, count, count]));
  opened.value.close();

  const { app: program, page } = await launchWindow({ dataDir: folder, app });
  try {
    const session = await page.context().newCDPSession(page);
    await openSync(page);
    const { items } = syncPartsOf(page);
    await items.getByRole('row').nth(5).waitFor();
    const list = await items.elementHandle();
    if (list === null) throw new Error('The window has no list of items');
    /** Frame by frame; 120 px a frame is a wheel that spins freely: two new rows in each. */
    const scroll = (frames: number, by: number): Promise<void> =>
      list.evaluate(
        (grid, [left, pixels]) =>
          new Promise<void>((done) => {
            let turned = 0;
            const turn = (): void => {
              grid.scrollTop += pixels;
              turned += 1;
              if (turned < left) requestAnimationFrame(turn);
              else done();
            };
            requestAnimationFrame(turn);
          }),
        [frames, by] as const,
      );
    /** Goes to the end again and again, until the window has so many rows. */
    const loadRows = (wanted: number): Promise<number> =>
      list.evaluate(
        (grid, least) =>
          new Promise<number>((done) => {
            const rows = (): number =>
              Math.max(...[...grid.querySelectorAll('[aria-rowindex]')].map((row) => Number(row.ariaRowIndex)));
            let before = 0;
            let still = 0;
            const look = (): void => {
              grid.scrollTop = grid.scrollHeight;
              still = rows() === before ? still + 1 : 0;
              before = rows();
              // No row came for ten seconds: these are all that there are.
              if (before >= least || still > 1000) done(before);
              else setTimeout(look, 10);
            };
            look();
          }),
        wanted,
      );
    const figures: LedgerFigures[] = [{ rows: 200, scrolled: await framesDuring(session, () => scroll(240, 120)) }];
    const rows = await loadRows(count);
    await framesDuring(session, () => scroll(60, -120));
    figures.push({ rows, scrolled: await framesDuring(session, () => scroll(240, -120)) });
    return figures;
  } finally {
    await program.close();
  }
}
