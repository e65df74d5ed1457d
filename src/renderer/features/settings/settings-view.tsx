import { type ReactElement, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../core/kernel/result.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useNavigation, useSettings } from '../../app/workspace-context.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { CentralSection } from './central-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { NotAllowed } from './not-allowed.tsx';
import { PeopleSection } from './people-section.tsx';
import { PersonSection } from './person-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { ReviewSection } from './review-section.tsx';
import styles from './settings.module.css';
import { ShiftsSection } from './shifts-section.tsx';

const sections = [
  'person',
  'people',
  'central',
  'appearance',
  'review',
  'keys',
  'inspection',
  'shifts',
  'about',
] as const;
type Section = (typeof sections)[number];

/** What is the same for everybody at the site; looks and keys are everybody's own business. */
const siteSections: ReadonlySet<Section> = new Set(['person', 'inspection', 'shifts']);

/** What a site sets once. Every change takes effect at once and can be taken back from its notice. */
export function SettingsView() {
  const { t } = useTranslation('settings');
  const go = useNavigation((navigation) => navigation.go);
  const wanted = useNavigation(({ place }) => (place.view === 'settings' ? place.params.section : undefined));
  const unread = useSettings(({ failure }) => failure !== null);
  const section = sections.find((known) => known === wanted) ?? 'person';
  const denied = useDenial('setting.change');
  const heading = useId();
  return (
    <section className={styles.view} aria-label={t('title')}>
      <nav className={styles.sections} aria-label={t('sections')}>
        <h1 className={styles.title}>{t('title')}</h1>
        <ul>
          {sections.map((known) => (
            <li key={known}>
              <button
                type="button"
                className={styles.sectionButton}
                aria-current={known === section ? 'page' : undefined}
                onClick={() => go('settings', { section: known })}
              >
                {t(`section.${known}`)}
              </button>
            </li>
          ))}
        </ul>
        <p className={styles.logged}>{t('logged')}</p>
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long section scrolls by keyboard, whatever is in it */}
      <section className={styles.body} aria-labelledby={heading} tabIndex={0}>
        <h2 id={heading} className={styles.heading}>
          {t(`section.${section}`)}
        </h2>
        {unread && (
          <p className={styles.unread} role="alert">
            {t('unread')}
          </p>
        )}
        {denied !== null && siteSections.has(section) ? <NotAllowed denied={denied} /> : contentOf(section)}
      </section>
    </section>
  );
}

function contentOf(section: Section): ReactElement {
  switch (section) {
    case 'person':
      return <PersonSection />;
    case 'people':
      return <PeopleSection />;
    case 'central':
      return <CentralSection />;
    case 'appearance':
      return <AppearanceSection />;
    case 'review':
      return <ReviewSection />;
    case 'keys':
      return <KeysSection />;
    case 'inspection':
      return <ProviderSection />;
    case 'shifts':
      return <ShiftsSection />;
    case 'about':
      return <AboutSection />;
    default:
      return assertNever(section);
  }
}
