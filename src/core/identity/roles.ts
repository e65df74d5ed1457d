/** What people are at a station. */
export const roles = ['operator', 'engineer', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who may act: people, and `line`, an unattended program (the command line without `--user`). */
export const actingRoles = [...roles, 'line'] as const;
export type ActingRole = (typeof actingRoles)[number];
