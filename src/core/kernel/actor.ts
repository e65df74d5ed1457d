/** Who did something: a person, or the program on a person's behalf. `role`: core/identity/roles.ts. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}
