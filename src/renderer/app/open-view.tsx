import { lazy, type ReactElement } from 'react';
import { assertNever } from '../../core/kernel/result.ts';
import type { Place } from './navigation.ts';
import { ReviewScreen } from './review-screen.tsx';

const HistoryView = lazy(async () => ({ default: (await import('../features/history/history-view.tsx')).HistoryView }));
const StatisticsView = lazy(async () => ({
  default: (await import('../features/statistics/statistics-view.tsx')).StatisticsView,
}));
const RecipesView = lazy(async () => ({ default: (await import('../features/recipes/recipes-view.tsx')).RecipesView }));
const AuditView = lazy(async () => ({ default: (await import('../features/audit/audit-view.tsx')).AuditView }));
const SyncView = lazy(async () => ({ default: (await import('../features/sync/sync-view.tsx')).SyncView }));
const SettingsView = lazy(async () => ({
  default: (await import('../features/settings/settings-view.tsx')).SettingsView,
}));

/** The view at a place. Review comes with the window; the others when they are first opened. */
export function openView(place: Place): ReactElement {
  switch (place.view) {
    case 'review':
      return <ReviewScreen />;
    case 'history':
      return <HistoryView />;
    case 'statistics':
      return <StatisticsView />;
    case 'recipes':
      return <RecipesView />;
    case 'audit':
      return <AuditView />;
    case 'sync':
      return <SyncView />;
    case 'settings':
      return <SettingsView />;
    default:
      return assertNever(place);
  }
}
