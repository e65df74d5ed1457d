/** What every part of the platform takes; a station accepts no more than it can send. */

/** Of a part, a lot, a serial, a station or a label, in UTF-16 units. */
export const longestName = 200;
