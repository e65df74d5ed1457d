/** The living station behind the window: everything that the shell's handlers call, and what it tells unasked. */
import type { InspectionId } from '../core/kernel/ids.ts';
import type { AppError, Result } from '../core/kernel/result.ts';
import type { LogExport } from './audit/log-export.ts';
import type { LogVerification } from './audit/log-verification.ts';
import type { StationSigner } from './audit/open-log-signer.ts';
import type { LogProgress } from './audit/verify.ts';
import type { StationContext } from './context.ts';
import type { DbError } from './db/errors.ts';
import type { Session, SessionState } from './identity/session.ts';
import type { ImportJobs } from './imports/import-jobs.ts';
import type { ImportProgress } from './imports/import-progress.ts';
import type { InspectionRow } from './inspections/inspection-rows.ts';
import type { ModelCatalog } from './models/catalog.ts';
import type { Pictures } from './pictures/pictures.ts';
import type { RecipeBook } from './recipes/recipe-book.ts';
import type { ReportServices } from './reports/create-report.ts';
import type { ReviewSession } from './review/review-session.ts';
import type { SiteSettings } from './settings/site-settings.ts';
import type { Statistics, StatisticsRequest } from './statistics/summary.ts';
import type { StationStatus } from './status/station-status.ts';
import type { StationSync } from './sync/station-sync.ts';
import type { SyncState } from './sync/synchroniser.ts';

export type StationEvent =
  | { readonly type: 'import_progressed'; readonly progress: ImportProgress }
  /** Recorded or decided. `rows`: as they are now; null where there are too many to tell, or they cannot be read. */
  | {
      readonly type: 'inspections_changed';
      readonly ids: readonly InspectionId[];
      readonly rows: readonly InspectionRow[] | null;
    }
  | { readonly type: 'verification_progressed'; readonly progress: LogProgress }
  | { readonly type: 'export_progressed'; readonly progress: LogProgress }
  /** Of the newest `summarise` that runs; 0..1. */
  | { readonly type: 'counting_progressed'; readonly share: number }
  | { readonly type: 'status_changed'; readonly status: StationStatus }
  | { readonly type: 'sync_changed'; readonly sync: SyncState }
  | { readonly type: 'session_changed'; readonly session: SessionState }
  | { readonly type: 'settings_changed'; readonly settings: SiteSettings };

export interface Workstation {
  readonly dataDir: string;
  /** Person, rights and station name are those of the moment of reading: `actingNow` for work that takes a while. */
  readonly context: StationContext;
  readonly imports: ImportJobs;
  readonly pictures: Pictures;
  readonly recipes: RecipeBook;
  readonly catalog: ModelCatalog;
  readonly signer: StationSigner;
  readonly logVerification: LogVerification;
  readonly logExport: LogExport;
  readonly review: ReviewSession;
  /** Who is signed in. */
  readonly session: Session;
  readonly reports: ReportServices;
  readonly settings: {
    read(): SiteSettings;
    /** With what `also` does, in one transaction; `from` as of `changeSettings`. Errors: SETTING_INVALID, DB_*, AUDIT_ENTRY_TOO_LARGE, those of `also`. */
    change(
      values: Partial<SiteSettings>,
      also?: () => Result<void, AppError>,
      from?: Partial<SiteSettings>,
    ): Result<SiteSettings, AppError>;
  };
  readonly sync: StationSync;
  /** Counts, and tells how far it is. Errors: DB_*. */
  summarise(request: StatisticsRequest): Promise<Result<Statistics, DbError>>;
  status(): StationStatus;
  /** A person's step on these inspections is stored: tells it. */
  decided(ids: readonly string[]): void;
  /** A call failed: what says something about the station shows in its status. */
  failed(error: AppError): void;
  /** Starts the engine with the usual model before the first board needs it. */
  warmUp(): void;
  /** Finishes the boards in work, stores them and gives everything back. */
  close(): Promise<void>;
}
