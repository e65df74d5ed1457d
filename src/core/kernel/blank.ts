/**
 * Whether a text says nothing: empty, or only what nobody sees (spaces, control characters, marks of no width). As a name
 * it is a mistake, such as a script's variable that was not set, and never the same as no name.
 */
export const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{Cf}]/u.test(text);
