import type { TFunction } from 'i18next';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { ask, type StationClient } from './client.ts';

export interface ErrorBoundaryProps {
  readonly client: StationClient;
  readonly t: TFunction;
  readonly children: ReactNode;
}

/** A view that throws is a bug: it is told to the local log, and the rest of the window stays. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(thrown: unknown, { componentStack }: ErrorInfo): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const stack = `${error.stack ?? ''}\n${componentStack ?? ''}`.slice(0, 20_000);
    void ask(() => this.props.client.application.fault({ message: error.message.slice(0, 2000), stack }));
  }

  override render(): ReactNode {
    const { t, children } = this.props;
    if (!this.state.broken) return children;
    return (
      <ErrorState title={t('broken.title')} kept={t('broken.kept')} code="WINDOW_BROKEN">
        <Button variant="primary" onClick={() => window.location.reload()}>
          {t('broken.reload')}
        </Button>
      </ErrorState>
    );
  }
}
