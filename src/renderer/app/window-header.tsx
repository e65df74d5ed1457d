import {
  ChartColumn,
  ClipboardCheck,
  CloudUpload,
  FileClock,
  Keyboard,
  ListChecks,
  type LucideIcon,
  Settings,
  SlidersHorizontal,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ariaKeys } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { BoardSearch } from './board-search.tsx';
import { Brand } from './brand.tsx';
import { type View, views } from './navigation.ts';
import { PersonMenu } from './person-menu.tsx';
import { useCommand, useCommandKeys } from './use-command.ts';
import styles from './window-header.module.css';
import { useNavigation, useWorkspace } from './workspace-context.tsx';

export function WindowHeader() {
  const { t } = useTranslation();
  const { commands } = useWorkspace();
  const helpKeys = useCommandKeys('window.help');
  return (
    <header className={styles.header}>
      <Brand />
      <nav aria-label={t('main')} className={styles.nav}>
        {views.map((view) => (
          <ViewLink key={view} view={view} />
        ))}
      </nav>
      <BoardSearch />
      <IconButton label={t('help')} icon={<Keyboard />} keys={helpKeys} onClick={() => commands.run('window.help')} />
      <PersonMenu />
    </header>
  );
}

/** Stand for the words where the header has no room for them. */
const icons: Readonly<Record<View, LucideIcon>> = {
  review: ClipboardCheck,
  history: FileClock,
  statistics: ChartColumn,
  recipes: SlidersHorizontal,
  audit: ListChecks,
  sync: CloudUpload,
  settings: Settings,
};

function ViewLink({ view }: { readonly view: View }) {
  const { t } = useTranslation();
  const current = useNavigation(({ place }) => place.view === view);
  const go = useNavigation((state) => state.go);
  const keys = useCommandKeys(`view.${view}`);
  useCommand(`view.${view}`, () => go(view));
  const Icon = icons[view];
  return (
    <a
      href={`#${view}`}
      className={styles.view}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      onClick={(event) => {
        event.preventDefault();
        go(view);
      }}
    >
      <Icon aria-hidden="true" />
      <span>{t(`views.${view}`)}</span>
    </a>
  );
}
