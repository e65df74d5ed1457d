/**
 * Says that a board was signed off, with the way back for as long as there is one: while undo would take back exactly
 * this sign-off. It goes with the next step, with another person, and when the board is reopened elsewhere.
 */
import type { i18n as I18n } from 'i18next';
import type { Notices } from '../ui/notices.tsx';
import type { QueueRow } from './queue-store.ts';
import type { Board, ExpectedStep, Steps } from './review-store.ts';

const noticeId = 'signed-off';

export interface SignOffNotice {
  readonly say: (board: Board) => void;
  /** What undo would take back now. */
  readonly noticeSteps: (steps: Steps) => void;
  /** Boards as they are now. */
  readonly noticeRows: (rows: readonly Pick<QueueRow, 'id' | 'signedOff'>[] | null) => void;
  readonly withdraw: () => void;
}

interface SignOffNoticeSurroundings {
  readonly notices: Notices;
  readonly translations: I18n;
  readonly takeBack: (signOff: ExpectedStep) => Promise<void>;
}

export function createSignOffNotice({ notices, translations, takeBack }: SignOffNoticeSurroundings): SignOffNotice {
  let said: ExpectedStep | null = null;
  const withdraw = (): void => {
    if (said !== null) notices.withdraw(noticeId);
    said = null;
  };
  return {
    say: ({ id, serial, signedOff }) => {
      if (signedOff === null) return;
      const signOff: ExpectedStep = { kind: 'sign_off', inspectionId: id };
      const { verdict } = signedOff;
      said = signOff;
      notices.say({
        id: noticeId,
        tone: verdict === 'pass' ? 'pass' : 'info',
        title: translations.t(`signedOff.${verdict}`, { serial: serial ?? translations.t('noSerial'), verdict }),
        action: { label: translations.t('takeBack'), run: () => void takeBack(signOff) },
      });
    },
    noticeSteps: ({ undo }) => {
      if (undo?.kind !== said?.kind || undo?.inspectionId !== said?.inspectionId) withdraw();
    },
    noticeRows: (rows) => {
      if (rows?.some(({ id, signedOff }) => id === said?.inspectionId && !signedOff)) withdraw();
    },
    withdraw,
  };
}
