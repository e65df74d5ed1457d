import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import type { ReplyError } from './client.ts';
import { failureText } from './failure-text.ts';

export interface FailureStateProps {
  readonly error: ReplyError;
  /** Absent where trying again cannot help. */
  readonly retry?: () => void;
}

/** A view that could not be filled: the coded failure in the window's words, with a way on. */
export function FailureState({ error, retry }: FailureStateProps) {
  const { t } = useTranslation();
  const { title, kept, next } = failureText(t, error);
  return (
    <ErrorState title={title} kept={kept} next={next} code={error.code}>
      {retry && <Button onClick={retry}>{t('retry')}</Button>}
    </ErrorState>
  );
}
