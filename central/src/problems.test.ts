import { expect, it } from 'vitest';
import { problem, problemCodes } from './problems.ts';

it('refuses with these codes, and no other', () => {
  expect(problemCodes.map((code) => `${problem(code).status} ${code}`)).toMatchInlineSnapshot(`
    [
      "400 REQUEST_INVALID",
      "400 REQUEST_UNREADABLE",
      "415 REQUEST_MEDIA_TYPE",
      "413 REQUEST_TOO_LARGE",
      "404 REQUEST_NO_SUCH_PATH",
      "400 CURSOR_INVALID",
      "401 ACCESS_TOKEN_MISSING",
      "401 ACCESS_TOKEN_INVALID",
      "401 ACCESS_CREDENTIALS",
      "429 ACCESS_LOCKED",
      "403 ACCESS_SCOPE",
      "403 ACCESS_OTHER_STATION",
      "403 ACCESS_STATIONS_ONLY",
      "429 RATE_LIMITED",
      "400 IDEMPOTENCY_KEY_REQUIRED",
      "400 IDEMPOTENCY_KEY_INVALID",
      "409 IDEMPOTENCY_KEY_REUSED",
      "409 IDEMPOTENCY_IN_FLIGHT",
      "404 INSPECTION_NOT_FOUND",
      "409 INSPECTION_EXISTS",
      "409 RESULTS_CONFLICT",
      "409 RESULTS_STALE",
      "409 RESULTS_OF_STATION",
      "422 RESULTS_UNKNOWN_DEFECT",
      "422 RESULTS_UNKNOWN_TYPE",
      "404 ARTIFACT_NOT_FOUND",
      "409 ARTIFACT_EXISTS",
      "409 ARTIFACT_NOT_UPLOADED",
      "422 ARTIFACT_MISMATCH",
      "404 ARTIFACT_REMOVED",
      "422 ARTIFACT_NOT_IN_PARTS",
      "422 ARTIFACT_NO_SUCH_PART",
      "409 ARTIFACT_STORED",
      "403 UPLOAD_URL_INVALID",
      "400 UPLOAD_MISMATCH",
      "404 JOB_NOT_FOUND",
      "409 JOB_RUNNING",
      "422 JOB_NO_IMAGE",
      "409 JOB_OF_STATION",
      "404 REPORT_NOT_FOUND",
      "409 AUDIT_GAP",
      "409 AUDIT_CONFLICT",
      "422 AUDIT_ENTRY_INVALID",
      "422 AUDIT_DIFFERS",
      "400 AUDIT_CHECKPOINT_UNREADABLE",
      "403 AUDIT_CHECKPOINT_UNSIGNED",
      "404 AUDIT_UNKNOWN_LOG",
      "404 CATALOGUE_NOT_FOUND",
      "409 CATALOGUE_EXISTS",
      "503 STORE_UNAVAILABLE",
      "503 DATABASE_UNAVAILABLE",
      "503 SHUTTING_DOWN",
      "500 INTERNAL",
    ]
  `);
});

it('says when to come again wherever the service itself is what failed', () => {
  for (const code of problemCodes)
    if (problem(code).status === 503) expect(problem(code).retryAfter).toBeGreaterThan(0);
});
