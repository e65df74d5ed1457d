/** The thread's side of `verifyInThread`: its own connection, for reading only. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../db/open.ts';
import { verifyStationLog } from './verify.ts';
import type { VerificationMessage, VerificationOrder } from './verify-in-thread.ts';

const { file, anchors } = workerData as VerificationOrder;
const tell = (message: VerificationMessage): void => parentPort?.postMessage(message);

const db = openDatabase({ file, readOnly: true });
if (!db.ok) tell({ type: 'verified', result: db });
else {
  const result = verifyStationLog(db.value, anchors, (progress) => tell({ type: 'progress', progress }));
  db.value.close();
  tell({ type: 'verified', result });
}
