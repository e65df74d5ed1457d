import { describe, expect, it } from 'vitest';
import { decide, type Person } from '../../core/identity/access.ts';
import type { Role } from '../../core/identity/roles.ts';
import type { Signature } from '../../core/identity/signature.ts';
import type { StationContext } from '../context.ts';
import { actorOf } from '../identity/acting-person.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { redoStep, undoStep } from './perform.ts';
import { reviewSession } from './review-session.ts';
import { readBoard } from './reviewed-board.ts';
import { reopenBoard, signOffBoard } from './sign-off.ts';

const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '?');

/** A station with people, and a board that was found good. */
function staffed() {
  const open = openTestStation();
  const { inspectionId } = must(recordInspection(open, sampleInspection({ outcome: sampleOutcome(0) })));
  const as = (name: string, role: Role): StationContext => {
    const person: Person = { id: name, name, printedName: `${name} of bench`, role };
    const access = { kind: 'signed_in', person, passwordExpired: false, lookingOnly: false } as const;
    return { ...open, actor: actorOf(person), access, may: (operation) => decide(access, operation) };
  };
  const session = reviewSession();
  const by = (name: string, over: Partial<Signature> = {}): Signature => ({
    personId: name,
    printedName: `${name} of bench`,
    meaning: 'reviewed',
    factor: 'badge',
    ...over,
  });
  const board = () => must(readBoard(open.db, inspectionId));
  const sign = (context: StationContext, signature: Signature | null) =>
    signOffBoard(context, session, { inspectionId, revision: board().revision, note: '', signature });
  return { as, by, session, board, sign, inspectionId };
}

describe('a sign-off of a station with people', () => {
  it('is refused without a signature, with one that nobody proved, and with somebody else’s', () => {
    const { as, by, sign, board } = staffed();
    const lee = as('lee', 'operator');
    expect(codeOf(sign(lee, null))).toBe('IDENTITY_SIGNATURE_REQUIRED');
    expect(codeOf(sign(lee, by('lee', { factor: 'none' })))).toBe('IDENTITY_SIGNATURE_REQUIRED');
    expect(codeOf(sign(lee, by('ada')))).toBe('IDENTITY_OTHER_PERSON');
    expect(codeOf(sign(lee, by('lee', { meaning: 'released_with_concession' })))).toBe('IDENTITY_FORBIDDEN');
    expect(board().signedOff).toBeNull();
    expect(must(sign(lee, by('lee'))).board.signedOff).toMatchObject({
      printedName: 'lee of bench',
      meaning: 'reviewed',
      factor: 'badge',
    });
  });

  it('holds again as its own person’s where its reopening is taken back', () => {
    const { as, by, sign, session, board, inspectionId } = staffed();
    must(sign(as('lee', 'engineer'), by('lee', { meaning: 'approved', factor: 'pin' })));
    const signed = board().signedOff;
    const ada = as('ada', 'admin');
    must(reopenBoard(ada, session, { inspectionId, reason: 'wrong board' }));
    expect(must(undoStep(ada, session)).board.signedOff).toEqual(signed);
    expect(signed).toMatchObject({ printedName: 'lee of bench', meaning: 'approved', factor: 'pin' });
  });

  it('is signed again after it was taken back, not done again', () => {
    const { as, by, sign, session } = staffed();
    const lee = as('lee', 'operator');
    must(sign(lee, by('lee')));
    must(undoStep(lee, session));
    expect(codeOf(redoStep(lee, session))).toBe('IDENTITY_SIGNATURE_REQUIRED');
    expect(codeOf(sign(lee, by('lee')))).toBe('ok');
  });
});
