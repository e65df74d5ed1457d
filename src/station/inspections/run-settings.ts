import type { RecipeContent } from '../../core/inspection/recipe.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { EngineBoardResult, InspectJob } from '../../engine/protocol.ts';
import type { StationContext } from '../context.ts';
import type { ModelJson } from '../models/model-json.ts';
import type { TakeOriginal } from './originals.ts';

/** What every board of a run is inspected with. */
export interface RunSettings {
  readonly model: ModelJson;
  readonly recipe: RecipeContent;
  /** Name that the recipe is recorded under: the part's, or one of recipes/recipe-names.ts. */
  readonly recipeName: string;
  /** Inspect even what was inspected before. */
  readonly again: boolean;
  /** Largest image, in pixels, that is decoded. */
  readonly maxPixels: number;
}

/** Tiles of a large board. */
export interface TileProgress {
  readonly tilesDone: number;
  readonly tilesTotal: number;
}

/** The engine with the run's model loaded. Errors: those of the engine's protocol. */
interface BoardEngine {
  inspect(job: InspectJob, onProgress?: (progress: TileProgress) => void): Promise<Result<EngineBoardResult, AppError>>;
}

export interface RunServices {
  readonly engine: BoardEngine;
  readonly takeBoard: TakeOriginal;
  readonly takeGolden: TakeOriginal;
  /** Null: nothing is written. */
  readonly store: { readonly context: StationContext; readonly dataDir: string } | null;
}
