import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import styles from './notices.module.css';
import type { Tone } from './tone.ts';

type NoticeTone = Exclude<Tone, 'quiet'>;

interface Notice {
  /** Notices of the same id replace each other: a fault that repeats is one notice. */
  readonly id: string;
  readonly tone: NoticeTone;
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Where notices are said from anywhere; made once and given to `NoticeRegion`. */
export interface Notices {
  readonly say: (notice: Notice) => void;
  readonly withdraw: (id: string) => void;
  readonly manager: ReturnType<typeof Toast.createToastManager>;
}

/** Milliseconds that a notice stays at least; 0: what is wrong or missing stays until somebody closes it. */
const leastMs: Readonly<Record<NoticeTone, number>> = { info: 6000, pass: 4000, warn: 0, fail: 0 };
/** Milliseconds to read a character: 15 a second, as slow readers do, who look up from a board first. */
const readingMs = 65;

/** Milliseconds that a notice stays, unless the pointer or the focus is on it; 0: until it is closed. */
export function staysMs({ tone, title, text = '' }: Pick<Notice, 'tone' | 'title' | 'text'>): number {
  const least = leastMs[tone];
  return least === 0 ? 0 : Math.max(least, (title.length + text.length) * readingMs);
}

export function createNotices(): Notices {
  const manager = Toast.createToastManager();
  return {
    manager,
    say: ({ id, tone, title, text, action }) => {
      manager.add({
        id,
        title,
        description: text,
        type: tone,
        timeout: staysMs({ tone, title, text }),
        priority: tone === 'fail' ? 'high' : 'low',
        ...(action
          ? {
              actionProps: {
                children: action.label,
                onClick: () => {
                  manager.close(id);
                  action.run();
                },
              },
            }
          : {}),
      });
    },
    withdraw: (id) => manager.close(id),
  };
}

export interface NoticeRegionProps {
  readonly notices: Notices;
  /** Name of the region for screen readers. */
  readonly label: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
}

/** The one place where notices appear, at most three of them. */
export const NoticeRegion = ({ notices, label, closeLabel, children }: NoticeRegionProps) => (
  <Toast.Provider toastManager={notices.manager} limit={3}>
    {children}
    <Toast.Portal>
      <Toast.Viewport className={styles.viewport} aria-label={label}>
        <Shown closeLabel={closeLabel} />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
);

const icons: Readonly<Record<NoticeTone, ReactNode>> = {
  info: <Info />,
  pass: <CircleCheck />,
  warn: <TriangleAlert />,
  fail: <CircleAlert />,
};

const toneOf = (type: string | undefined): NoticeTone =>
  type === 'fail' || type === 'pass' || type === 'warn' ? type : 'info';

function Shown({ closeLabel }: { readonly closeLabel: string }) {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => {
    const tone = toneOf(toast.type);
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        className={styles.notice}
        data-tone={tone}
        swipeDirection="right"
        // The library hides faults, and the button of a stack that is not opened, from whoever cannot see; here each notice is whole.
        aria-hidden={false}
      >
        <span className={styles.icon} aria-hidden="true">
          {icons[tone]}
        </span>
        <Toast.Content className={styles.content}>
          <Toast.Title className={styles.title} />
          <Toast.Description className={styles.text} />
        </Toast.Content>
        {toast.actionProps && <Toast.Action className={styles.action} />}
        <Toast.Close aria-hidden={false} render={<IconButton label={closeLabel} icon={<X />} />} />
      </Toast.Root>
    );
  });
}
