/** What reading a text or bytes from outside gave: the value, or one sentence on why it is none. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });
export const refused = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message });
