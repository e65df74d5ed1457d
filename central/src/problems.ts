/** Everything the API refuses with, by code: the HTTP status and what people read. Pinned by a test. */
const meanings = {
  REQUEST_INVALID: [400, 'The request does not have the form that this operation takes; `details` names the fields.'],
  REQUEST_UNREADABLE: [400, 'The request cannot be read: its body is not what its Content-Type says.'],
  REQUEST_MEDIA_TYPE: [415, 'This operation does not take a body of that Content-Type.'],
  REQUEST_TOO_LARGE: [413, 'The body is larger than this operation takes.'],
  REQUEST_NO_SUCH_PATH: [404, 'There is nothing at this path, or it does not take this method.'],
  CURSOR_INVALID: [400, 'The cursor is not one that this list gave.'],
  ACCESS_TOKEN_MISSING: [401, 'Send an access token: Authorization: Bearer …, or a device token: X-API-Token.'],
  ACCESS_TOKEN_INVALID: [401, 'The token is not valid, or no longer: get a new one.'],
  ACCESS_CREDENTIALS: [401, 'The name or the password is wrong.'],
  ACCESS_LOCKED: [429, 'Too many wrong passwords for this name. Try again when Retry-After has passed.'],
  ACCESS_SCOPE: [403, 'The token does not allow this.'],
  ACCESS_OTHER_STATION: [403, 'The token belongs to another station.'],
  ACCESS_STATIONS_ONLY: [403, 'Only a station sends this, with its own device token (X-API-Token).'],
  RATE_LIMITED: [429, 'Too many requests. Try again when Retry-After has passed.'],
  IDEMPOTENCY_KEY_REQUIRED: [
    400,
    'Send an Idempotency-Key, or the id of what is to be made: a retry must not make it twice.',
  ],
  IDEMPOTENCY_KEY_INVALID: [400, 'The Idempotency-Key must have 1 to 255 visible characters.'],
  IDEMPOTENCY_KEY_REUSED: [409, 'This Idempotency-Key was sent before with another request.'],
  IDEMPOTENCY_IN_FLIGHT: [409, 'The first request with this Idempotency-Key is still being answered.'],
  INSPECTION_NOT_FOUND: [404, 'There is no inspection with this id.'],
  INSPECTION_EXISTS: [409, 'There is an inspection with this id already, and it says something else.'],
  RESULTS_CONFLICT: [409, 'This revision is there already, with other content. Nothing was changed.'],
  RESULTS_STALE: [409, 'A newer revision of the results is there already. Nothing was changed.'],
  RESULTS_OF_STATION: [
    409,
    'The results of this board come from its station, and people decide about it there. Nothing was changed.',
  ],
  RESULTS_UNKNOWN_DEFECT: [422, 'A verification or annotation speaks of a defect that the results do not have.'],
  RESULTS_UNKNOWN_TYPE: [
    422,
    'A defect has a type that neither the platform nor the model knows; `details.type` names it. Nothing was changed.',
  ],
  ARTIFACT_NOT_FOUND: [404, 'There is no such artifact.'],
  ARTIFACT_EXISTS: [409, 'There is an artifact with this id already, and it says something else.'],
  ARTIFACT_NOT_UPLOADED: [409, 'The bytes of this artifact are not here: PUT them to its upload URL first.'],
  ARTIFACT_MISMATCH: [
    422,
    'The bytes that arrived are not those that were announced. They were dropped: send them again.',
  ],
  ARTIFACT_REMOVED: [404, 'The bytes of this artifact were removed when their retention ended.'],
  ARTIFACT_NOT_IN_PARTS: [
    422,
    'This artifact is sent whole: it is small, or was announced without its size and its SHA-256.',
  ],
  ARTIFACT_NO_SUCH_PART: [422, 'The artifact has fewer parts; `details.parts` says how many.'],
  ARTIFACT_STORED: [409, 'The bytes of this artifact are here already. They are not taken again.'],
  UPLOAD_URL_INVALID: [403, 'The URL has expired, or was not made for this.'],
  UPLOAD_MISMATCH: [400, 'The bytes are not those that the URL was made for.'],
  JOB_NOT_FOUND: [404, 'There is no such job.'],
  JOB_RUNNING: [409, 'This inspection is being worked on already.'],
  JOB_NO_IMAGE: [422, 'The inspection has no uploaded image.'],
  JOB_OF_STATION: [
    409,
    'The results of this board come from its station: the platform does not inspect it again. Nothing was changed.',
  ],
  REPORT_NOT_FOUND: [404, 'There is no such report.'],
  AUDIT_GAP: [409, 'The entries do not follow those that are here; `details.size` says how many are.'],
  AUDIT_CONFLICT: [409, 'An entry is here already with other content. This is recorded.'],
  AUDIT_ENTRY_INVALID: [422, 'An entry is not canonical, or not in its place.'],
  AUDIT_DIFFERS: [422, 'The log is not the one that was witnessed here before. This is recorded.'],
  AUDIT_CHECKPOINT_UNREADABLE: [400, 'The request is no checkpoint with its consistency proof (C2SP tlog-witness).'],
  AUDIT_CHECKPOINT_UNSIGNED: [403, "The checkpoint is not signed by the log's key."],
  AUDIT_UNKNOWN_LOG: [404, 'No key of this log is known: send its first entries, then its checkpoint.'],
  CATALOGUE_NOT_FOUND: [404, 'There is no such version.'],
  CATALOGUE_EXISTS: [409, 'This version is there already, with other content.'],
  STORE_UNAVAILABLE: [503, 'The object store does not answer. Nothing was changed: try again later.'],
  DATABASE_UNAVAILABLE: [503, 'The database does not answer. Nothing was changed: try again later.'],
  SHUTTING_DOWN: [503, 'This copy of the service is shutting down: try again.'],
  INTERNAL: [500, 'Something went wrong here. The request id names it in the log.'],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

export type ProblemCode = keyof typeof meanings;
export const problemCodes = Object.keys(meanings) as readonly ProblemCode[];

export type ProblemDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface ApiProblem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly message: string;
  readonly details: ProblemDetails;
  /** Seconds; sent as Retry-After. */
  readonly retryAfter: number | null;
}

export function problem(code: ProblemCode, details: ProblemDetails = {}, retryAfter: number | null = null): ApiProblem {
  const [status, message] = meanings[code];
  return { code, status, message, details, retryAfter: retryAfter ?? (status === 503 ? 5 : null) };
}

/** A refusal as the result of an operation. */
export const refuse = (code: ProblemCode, details: ProblemDetails = {}, retryAfter: number | null = null) =>
  ({ ok: false, error: problem(code, details, retryAfter) }) as const;
