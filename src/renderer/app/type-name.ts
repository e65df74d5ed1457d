import type { TFunction } from 'i18next';

/** A defect type in the person's language; a type of somebody's own model in the model's words. */
export const typeName = (t: TFunction<never>, type: string): string =>
  (t as TFunction)(`app:type.${type}`, { defaultValue: type.replaceAll('_', ' ') });
