/** Who did something: a person, or the program on a person's behalf. `role` is free text until roles are enforced. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}
