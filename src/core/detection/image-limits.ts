/** Largest image that is decoded, in pixels: 20,000 × 20,000. A header that asks for more is refused unread. */
export const maxImagePixels = 400_000_000;

/** A board above this many pixels gets a first look at its top, tells its progress, and has its pictures made before anybody asks. */
export const largeBoardPixels = 16_000_000;
