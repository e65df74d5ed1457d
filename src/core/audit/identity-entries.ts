/** What the log says about people: who came, who failed to, and who they are. Never a secret, nor what was typed as a name. */
import type { SignatureFactor } from '../identity/signature.ts';
import { draft, type EntryDraft, refs } from './draft.ts';

interface OfPerson {
  /** Id of the person; `unknown` where a name is nobody's. */
  readonly id: string;
}

const ofPerson = (action: string, { id }: OfPerson, rest: Partial<EntryDraft> = {}): EntryDraft =>
  draft({ action, object: { type: 'person', id } }, rest);

/**
 * `factor`: what opened the session. `program`: where, the window or the command line. `checkedBy`: who said that the
 * password of a person of the centre is right.
 */
export const personSignedIn = (
  facts: OfPerson & {
    readonly factor: Exclude<SignatureFactor, 'none'>;
    readonly program: string;
    readonly checkedBy?: 'centre' | 'grace' | undefined;
  },
): EntryDraft =>
  ofPerson('person.signed_in', facts, {
    after: {
      factor: facts.factor,
      program: facts.program,
      ...(facts.checkedBy === undefined ? {} : { checked_by: facts.checkedBy }),
    },
  });

export const personSignedOut = (facts: OfPerson & { readonly cause: 'person' | 'switch' }): EntryDraft =>
  ofPerson('person.signed_out', facts, { after: { cause: facts.cause } });

/** `reason`: an error code. `failures`: in a row, with this one. */
export const signInFailed = (
  facts: OfPerson & { readonly reason: string; readonly factor: string; readonly failures: number },
): EntryDraft =>
  ofPerson('person.sign_in_failed', facts, {
    reason: facts.reason,
    after: { factor: facts.factor, failures: facts.failures },
  });

/** An entry that could not be stored when it happened: it says when that was. */
export const toldLate = (entry: EntryDraft, at: string): EntryDraft => ({
  ...entry,
  after: { ...entry.after, happened_at: at },
});

/** Too many failures in a row: the name is locked for `seconds`. */
export const personLockedOut = (
  facts: OfPerson & { readonly failures: number; readonly seconds: number },
): EntryDraft => ofPerson('person.locked_out', facts, { after: { failures: facts.failures, seconds: facts.seconds } });

export const sessionLocked = (facts: OfPerson & { readonly cause: 'person' | 'idle' | 'failures' }): EntryDraft =>
  ofPerson('session.locked', facts, { after: { cause: facts.cause } });

interface PersonFacts extends OfPerson {
  readonly name: string;
  readonly printedName: string;
  readonly role: string;
  readonly disabled: boolean;
  readonly central: boolean;
}
const factsOf = ({ name, printedName, role, disabled, central }: PersonFacts) => ({
  name,
  printed_name: printedName,
  role,
  disabled: disabled ? 1 : 0,
  central: central ? 1 : 0,
});

/**
 * `verifierSha256`: of the stored hash that a password, PIN or badge is checked against, so that nobody puts another one in
 * its place unnoticed. It tells nothing of the secret, nor of the hash. Null where nothing is stored.
 */
interface Verified {
  readonly verifierSha256: string | null;
}

export const personAdded = (facts: PersonFacts & Partial<Verified>): EntryDraft =>
  ofPerson('person.added', facts, { after: factsOf(facts), refs: verifierOf(facts) });

const verifierOf = ({ verifierSha256 = null }: Partial<Verified>) => refs({ verifier: verifierSha256 });

/** Changed facts only. */
export function personChanged(before: PersonFacts, after: PersonFacts): EntryDraft {
  const [was, is] = [factsOf(before), factsOf(after)];
  const changed = (Object.keys(is) as (keyof typeof is)[]).filter((name) => was[name] !== is[name]);
  const only = (facts: typeof is) => Object.fromEntries(changed.map((name) => [name, facts[name]]));
  return ofPerson('person.changed', after, { before: only(was), after: only(is) });
}

/** `credential`: what was set or taken away, never its value. */
export const credentialChanged = (
  facts: OfPerson & {
    readonly credential: 'password' | 'one_time_password' | 'pin' | 'badge';
    readonly set: boolean;
  } & Partial<Verified>,
): EntryDraft =>
  ofPerson('person.credential_changed', facts, {
    after: { credential: facts.credential, set: facts.set ? 1 : 0 },
    refs: verifierOf(facts),
  });

/** An administrator ended the wait after too many failures. */
export const personUnlocked = (facts: OfPerson): EntryDraft => ofPerson('person.unlocked', facts);

/** The way in for who lost every administrator's password: by the printed code, or by who owns the data directory. */
export const accessRecovered = (
  facts: OfPerson & { readonly by: 'code' | 'file_system' } & Partial<Verified>,
): EntryDraft => ofPerson('access.recovered', facts, { after: { by: facts.by }, refs: verifierOf(facts) });

/** A recovery code was made; the one before is worth nothing. */
export const recoveryCodeMade = (facts: OfPerson): EntryDraft => ofPerson('access.recovery_code_made', facts);
