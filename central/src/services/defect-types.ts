import { type Inference, knownDefectTypes, type Results } from '@fiducial/protocol/api';

/** Where the platform looks up what a model finds. */
export interface ModelCatalogue {
  /** Class names of the model with these bytes; none where the platform does not have it. */
  classesOf(model: Inference['model']): Promise<readonly string[]>;
}

/**
 * The first type among the defects that nobody knows; null where there is none. Known are the platform's own types, the
 * classes that the document's model has thresholds for (a station may have models that the platform lacks), and the
 * classes of that model in the platform's repository. What an engineer writes into an annotation is not checked: it may
 * be a class that the next model is to learn.
 */
export async function unknownDefectType(
  { defects, inference }: Pick<Results, 'defects' | 'inference'>,
  catalogue: ModelCatalogue,
): Promise<string | null> {
  const known = new Set<string>([...knownDefectTypes, ...Object.keys(inference?.thresholds ?? {})]);
  const strange = defects.map(({ type }) => type).filter((type) => !known.has(type));
  if (strange.length === 0 || inference === null) return strange[0] ?? null;
  // Nearly no document comes here, so the repository is read each time: a model that was just added counts.
  const classes = new Set(await catalogue.classesOf(inference.model));
  return strange.find((type) => !classes.has(type)) ?? null;
}
