import type { Generated, GeneratedAlways } from 'kysely';

/**
 * Rows as they are now, after the last migration. Only repositories map them to the domain.
 * Ids are UUIDv7 as text: readable in a log, a shell and an exported table, and still in order of time in an index.
 * Times are UTC ISO 8601 text with milliseconds; `mono_ms` counts from the boot named `boot_id`. Hashes are lower-case hex.
 * Booleans are 0 or 1, JSON is text.
 */
export interface Schema {
  parts: { id: string; number: string; created_at: string };
  lots: { id: string; part_id: string | null; number: string; created_at: string };
  boards: { id: string; part_id: string | null; serial: string; created_at: string };
  recipes: {
    id: string;
    name: string;
    version: number;
    content: string;
    content_sha256: string;
    created_at: string;
    audit_seq: number;
  };
  inspections: {
    id: string;
    station: string;
    part_id: string | null;
    lot_id: string | null;
    board_id: string | null;
    image_sha256: string;
    /** Counts the runs on this image, part and serial from 1. */
    run: number;
    recipe_id: string;
    status: string;
    verdict: string | null;
    registration_dx: number | null;
    registration_dy: number | null;
    registration_angle: number | null;
    registration_scale: number | null;
    registration_score: number | null;
    registration_poor: number;
    error_code: string | null;
    error_message: string | null;
    result_sha256: string;
    revision: number;
    actor_id: string;
    actor_name: string;
    started_at: string;
    recorded_at: string;
    mono_ms: number;
    boot_id: string;
    audit_seq: number;
    /** What holds now: `verdict` with the decisions and the sign-off since. `verdict` itself never changes. */
    standing_verdict: string | null;
    /** `review` waits for a person, `done` is signed off, null is a failed run that was inspected again. */
    shelf: string | null;
    defect_count: Generated<number>;
    undecided_count: Generated<number>;
    /** Of the defects that are not rejected. */
    worst_severity: string | null;
    /** `NAME@VERSION`. */
    model: string | null;
    /** Orders inspections by their start; `inspections/place.ts`. */
    place: number;
  };
  /** Inverted index by `inspections.place`; it keeps no text. `inspections/words.ts`. */
  inspection_words: { rowid: number; words: string };
  /** Kept by triggers, so that a badge costs no count over a million rows. */
  shelf_counts: { shelf: string; boards: number };
  /** Words to filter by, and when each was last seen. */
  facets: { kind: string; value: string; last_at: string };
  images: { sha256: string; bytes: number; format: string; stored_path: string; created_at: string };
  inspection_images: {
    inspection_id: string;
    role: 'board' | 'golden';
    sha256: string;
    width: number | null;
    height: number | null;
    source_path: string;
  };
  inferences: {
    id: string;
    inspection_id: string;
    model_name: string;
    model_version: string;
    model_sha256: string;
    provider: string;
    used_golden: number;
    timings_ms: string;
  };
  defects: {
    id: string;
    inspection_id: string;
    /** Order in which the engine gave them, from 0. */
    position: number;
    type: string;
    x: number;
    y: number;
    width: number;
    height: number;
    confidence: number | null;
    severity: string;
    origin: string;
    /** What stands now: the newest row of `verifications`. */
    verification: Generated<string>;
  };
  verifications: {
    id: string;
    inspection_id: string;
    defect_id: string;
    verification: string;
    reason: string;
    actor_id: string;
    actor_name: string;
    time: string;
    mono_ms: number;
    boot_id: string;
    audit_seq: number;
    note: Generated<string>;
    /** `undo` and `redo` are recorded like a person's decision: nothing is taken out. */
    cause: Generated<string>;
    /** Id of the earlier row whose words an undo made hold again; null: this row's own person says it. */
    restores: Generated<string | null>;
  };
  sign_offs: {
    id: string;
    inspection_id: string;
    kind: string;
    verdict: string | null;
    /** The signer's note, or the reason to reopen. */
    note: string;
    cause: string;
    actor_id: string;
    actor_name: string;
    time: string;
    mono_ms: number;
    boot_id: string;
    audit_seq: number;
    restores: Generated<string | null>;
    /** Of who signed, as it is printed; null where the row says nothing of its own. */
    printed_name: Generated<string | null>;
    meaning: Generated<string>;
    /** What proved who signs; `none` on a station without people. */
    factor: Generated<string>;
  };
  /** The newest revision of an `annotation_id` is what it says now. */
  annotation_revisions: {
    id: string;
    annotation_id: string;
    revision: number;
    inspection_id: string;
    defect_id: string | null;
    kind: string;
    x: number | null;
    y: number | null;
    width: number | null;
    height: number | null;
    label: string | null;
    notes: string;
    removed: number;
    cause: string;
    actor_id: string;
    actor_name: string;
    time: string;
    mono_ms: number;
    boot_id: string;
    audit_seq: number;
    restores: Generated<string | null>;
  };
  reports: {
    id: string;
    inspection_id: string;
    path: string;
    sha256: string;
    bytes: number;
    created_at: string;
    audit_seq: number;
  };
  /** `entry`: the canonical bytes as UTF-8 text; the columns after `leaf_hash` are computed from it. */
  audit_entries: {
    seq: number;
    entry: string;
    leaf_hash: Uint8Array;
    object_type: GeneratedAlways<string>;
    object_id: GeneratedAlways<string>;
    action: GeneratedAlways<string>;
    time: GeneratedAlways<string>;
    actor_name: GeneratedAlways<string>;
    /** Of entries about something of an inspection; those about the inspection itself name it as their object. */
    inspection_id: GeneratedAlways<string | null>;
  };
  audit_nodes: { level: number; node_index: number; hash: Uint8Array };
  /** One signing key each. `vkey`: its verifier key, `<origin>+<hash>+<base64>`. */
  audit_epochs: { number: number; vkey: string; started_seq: number };
  /** Signed states of the log. `note`: the C2SP signed note, whole. */
  audit_checkpoints: { size: number; epoch: number; root: Uint8Array; note: string; made_at: string };
  /** Witnesses' signature lines on a checkpoint. */
  audit_cosignatures: { size: number; witness: string; line: string };
  outbox: {
    position: Generated<number>;
    id: string;
    kind: string;
    object_id: string;
    revision: number;
    payload_sha256: string;
    state: Generated<string>;
    tries: Generated<number>;
    /** Whether bytes may be with the service already. */
    begun: Generated<number>;
    error_code: Generated<string | null>;
    /** For people: what the service said, or why it was skipped. */
    last_error: Generated<string | null>;
    /** What the service answered, as JSON. */
    receipt: Generated<string | null>;
    /** When it was acknowledged, set aside or skipped. */
    settled_at: Generated<string | null>;
    /** Entries that the log had when it was acknowledged; null before, and where nobody wrote it down. */
    log_size: Generated<number | null>;
    created_at: string;
    lane: GeneratedAlways<string>;
  };
  sync_state: { name: string; value: string };
  settings: { key: string; value: string; updated_at: string; audit_seq: number };
  quarantine: {
    id: string;
    source_path: string;
    stored_path: string | null;
    sha256: string | null;
    bytes: number | null;
    code: string;
    message: string;
    time: string;
    mono_ms: number;
    boot_id: string;
    audit_seq: number;
  };
  users: {
    id: string;
    name: string;
    /** `nameKey(name)`, unique. */
    name_key: string;
    printed_name: string;
    role: string;
    disabled: number;
    /** The centre checks the password; `password_hash` is then of the one that it accepted last. */
    central: number;
    password_hash: string | null;
    password_expired: number;
    pin_hash: string | null;
    badge_hash: Uint8Array | null;
    created_at: string;
    last_sign_in: string | null;
    last_central: string | null;
    /** Whom the centre calls so; null while it has said nothing of this person. */
    central_id: string | null;
    /** The centre ended the access; `disabled` is what somebody here said. */
    central_disabled: number;
    /** Which of the person's passwords `password_hash` is of, by the centre's word. */
    central_password: string | null;
    /** With the site's salt. */
    central_badge: Uint8Array | null;
    audit_seq: number;
  };
  sign_in_failures: { name_hash: Uint8Array; failures: number; time: string; mono_ms: number; boot_id: string };
  /** One row, once there are people. */
  identity_secrets: {
    id: number;
    badge_salt: Uint8Array;
    name_key: Uint8Array;
    recovery_hash: string;
    /** The site's, by the centre's word. */
    central_badge_salt: Uint8Array | null;
  };
}
