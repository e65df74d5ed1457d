import { uuidv7 } from 'uuidv7';

declare const brand: unique symbol;

/** A UUIDv7 of one kind of record; the brand keeps a defect's id from being passed where a board's is meant. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type PartId = Id<'part'>;
export type LotId = Id<'lot'>;
export type BoardId = Id<'board'>;
export type RecipeId = Id<'recipe'>;
export type InspectionId = Id<'inspection'>;
export type InferenceId = Id<'inference'>;
export type DefectId = Id<'defect'>;
export type AnnotationId = Id<'annotation'>;
export type ReportId = Id<'report'>;
export type QuarantineId = Id<'quarantine'>;
/** Key under which an outbox item is sent; stored before the first try, so that every retry reuses it. */
export type IdempotencyId = Id<'idempotency'>;

/** Makes a new id. Ids are made at the station before anything is sent, so that every retry reuses them. */
export const newId = <I extends Id<string>>(): I => uuidv7() as I;
