/** What a token allows. `admin` allows everything. */
export const scopes = ['inspections:read', 'inspections:write', 'reports:read', 'audit:read', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export const isScope = (word: string): word is Scope => (scopes as readonly string[]).includes(word);
