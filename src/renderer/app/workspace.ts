/** Everything that the views share, made once for a window. */
import type { i18n as I18n } from 'i18next';
import { createNoteDrafts, type NoteDraftsStore } from '../features/defects/note-drafts.ts';
import type { RecipeDrafts } from '../features/recipes/recipe-draft.ts';
import { createNotices, type Notices } from '../ui/notices.tsx';
import { answerMenu, menuOverPage } from './answer-menu.ts';
import type { ReplyError, StationClient } from './client.ts';
import { type CommandRegistry, createCommandRegistry } from './command-registry.ts';
import { failureText } from './failure-text.ts';
import { createTranslations, languageFor } from './i18n.ts';
import { createImportsStore, type ImportsStore } from './imports-store.ts';
import { createLayout } from './layout-store.ts';
import { createLeftLists, type LeftLists } from './left-lists.ts';
import { sayLogRuns } from './log-run-notices.ts';
import { createLogRuns } from './log-runs-store.ts';
import { createNavigation } from './navigation.ts';
import { createQueueStore, neighbourOf, type QueueStore } from './queue-store.ts';
import { type Board, createReviewStore, type ReviewStore } from './review-store.ts';
import { createSessionStore, isKept, isShut } from './session-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createSignOffNotice, type SignOffNotice } from './sign-off-notice.ts';
import { createStatusStore } from './status-store.ts';

export interface Workspace {
  readonly client: StationClient;
  readonly translations: I18n;
  readonly notices: Notices;
  readonly commands: CommandRegistry;
  readonly navigation: ReturnType<typeof createNavigation>;
  readonly session: ReturnType<typeof createSessionStore>;
  readonly settings: ReturnType<typeof createSettingsStore>;
  readonly status: ReturnType<typeof createStatusStore>;
  readonly layout: ReturnType<typeof createLayout>;
  readonly leftLists: LeftLists;
  readonly recipeDrafts: RecipeDrafts;
  readonly noteDrafts: NoteDraftsStore;
  readonly queue: QueueStore;
  readonly imports: ImportsStore;
  readonly review: ReviewStore;
  readonly signOffNotice: SignOffNotice;
  readonly logRuns: ReturnType<typeof createLogRuns>;
  /** Says a refusal once, in the window's own words. */
  readonly sayFailure: (error: ReplyError) => void;
}

/** `locale`: the system's, BCP 47. */
export function createWorkspace(client: StationClient, locale: string): Workspace {
  const translations = createTranslations(languageFor('system', locale));
  const notices = createNotices();
  const settings = createSettingsStore(client);
  const queue = createQueueStore(client);
  const navigation = createNavigation();

  const sayFailure = (error: ReplyError): void => {
    const { title, kept, next } = failureText(translations.t, error);
    const text = [kept, next].filter((part) => part !== undefined).join(' ');
    notices.say({ id: error.code, tone: 'fail', title, ...(text === '' ? {} : { text }) });
  };

  /** Each its own notice: what was typed stands in it. */
  const sayUntaken = (note: string): void =>
    notices.say({
      id: `note.untaken ${note}`,
      tone: 'fail',
      title: translations.t('defects:noteUntaken.title'),
      text: translations.t('defects:noteUntaken.text', { note }),
    });

  /** The next board comes by itself; where none is left, the queue says so. */
  const openNext = (board: Board): void => {
    const { rows, shelf, notice } = queue.getState();
    if (shelf !== 'review') return;
    const next = neighbourOf(rows, board.id);
    // The station's news come a moment later: until then the list must not offer the signed board again.
    notice({ rows: [], ids: [board.id] });
    // Whoever went on by themselves while it was signed stays with that board.
    if (review.getState().opening !== null) return;
    if (next && next.id !== board.id) void review.getState().open(next.id);
    else review.getState().close();
  };
  const review: ReviewStore = createReviewStore({
    client,
    advances: () => settings.getState().values.advance,
    onFailure: sayFailure,
    onSignedOff: (board) => {
      signOffNotice.say(board);
      openNext(board);
    },
    onTooEarly: () => {
      const { t } = translations;
      notices.say({ id: 'too-early', tone: 'info', title: t('tooEarly.title'), text: t('tooEarly.text') });
    },
  });
  const signOffNotice = createSignOffNotice({
    notices,
    translations,
    takeBack: async (signOff) => {
      const reply = await review.getState().undo(signOff);
      // Pressed in another view: what was taken back is looked at.
      if (reply?.ok && navigation.getState().place.view !== 'review') navigation.getState().go('review');
    },
  });
  review.subscribe(({ steps }, before) => {
    if (steps !== before.steps) signOffNotice.noticeSteps(steps);
  });

  return {
    client,
    translations,
    notices,
    commands: createCommandRegistry(),
    navigation,
    session: createSessionStore(client),
    settings,
    status: createStatusStore(client),
    layout: createLayout(),
    leftLists: createLeftLists(),
    recipeDrafts: new Map(),
    noteDrafts: createNoteDrafts(review, sayUntaken, () => sessionStorage),
    queue,
    imports: createImportsStore(client, sayFailure),
    review,
    signOffNotice,
    logRuns: createLogRuns(client, sayLogRuns({ client, translations, notices, navigation, sayFailure })),
    sayFailure,
  };
}

/** Reads the first state and follows the station's events. The answer stops following. */
export function followStation(workspace: Workspace): () => void {
  const { client, ...stores } = workspace;
  const stops = [
    client.queue.changed((change) => {
      stores.queue.getState().notice(change);
      stores.review.getState().noticeRows(change.rows);
      stores.signOffNotice.noticeRows(change.rows);
    }),
    client.imports.progressed((progress) => stores.imports.getState().notice(progress)),
    client.audit.verificationProgressed((progress) => stores.logRuns.getState().noticeVerification(progress)),
    client.audit.exportProgressed((progress) => stores.logRuns.getState().noticeExport(progress)),
    client.status.changed((status) => stores.status.getState().notice(status)),
    client.settings.changed((values) => stores.settings.setState({ values, failure: null })),
    client.identity.changed((session) => stores.session.getState().notice(session)),
    followPeople(workspace),
    client.application.command(({ id }) => answerMenu(id, stores.commands, menuOverPage)),
  ];
  void stores.session.getState().load();
  readAll(workspace);
  return () => {
    for (const stop of stops) stop();
  };
}

/** What the station shows to whoever is in now. */
function readAll({ settings, queue, imports, status, review }: Workspace): void {
  for (const store of [settings, queue, imports, status]) void store.getState().load();
  void review.getState().loadSteps();
}

/** Another person sees what they may see, and nothing of what was said to the one before. */
function followPeople(workspace: Workspace): () => void {
  const { session, review, signOffNotice, navigation } = workspace;
  return session.subscribe((now, before) => {
    if (before.session === null) return;
    const left = isKept(before.session) && !isKept(now.session);
    if (left) {
      review.getState().close();
      navigation.getState().go('review', {});
    }
    if (left || now.seat !== before.seat) signOffNotice.withdraw();
    const cameIn = isShut(before.session) && !isShut(now.session);
    if (cameIn || now.seat !== before.seat) readAll(workspace);
  });
}
