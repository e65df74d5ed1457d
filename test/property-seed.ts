/**
 * The seed of the property-based tests. One number for every run, so that a test turns red by a change of the code and
 * by nothing else; `FIDUCIAL_PROPERTY_SEED=random` looks for what that number has not found, and any other number
 * repeats such a find.
 */
import fc from 'fast-check';

const asked = process.env.FIDUCIAL_PROPERTY_SEED ?? '20261121';
if (asked !== 'random') {
  const seed = Number(asked);
  if (!Number.isInteger(seed)) throw new Error(`FIDUCIAL_PROPERTY_SEED is a whole number or "random", not "${asked}"`);
  fc.configureGlobal({ seed });
}
