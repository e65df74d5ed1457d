import { ChevronDown, ChevronUp, History, Link2, PenOff, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Standing } from '../../ui/standing.tsx';
import styles from './audit.module.css';
import { ChainDetails } from './chain-details.tsx';

const signs = {
  unsealed: <Link2 />,
  unsigned: <PenOff />,
  sealed: <ShieldCheck />,
  rolled_back: <History />,
  damaged: <ShieldAlert />,
} as const;

const tones = { unsealed: 'info', unsigned: 'warn', sealed: 'pass', rolled_back: 'fail', damaged: 'fail' } as const;

/** How far the log can be trusted, in plain words, and what that rests on. Nothing before the station has said it. */
export function LogState() {
  const { t } = useTranslation('audit');
  const audit = useStatus(({ status }) => status?.audit);
  const [detailed, setDetailed] = useState(false);
  if (audit === undefined) return null;
  return (
    <div className={styles.chain}>
      <Standing
        tone={tones[audit.state]}
        sign={signs[audit.state]}
        action={
          <Button
            variant="quiet"
            icon={detailed ? <ChevronUp /> : <ChevronDown />}
            aria-expanded={detailed}
            onClick={() => setDetailed(!detailed)}
          >
            {t('chain.details')}
          </Button>
        }
      >
        <strong>
          {t(`state.${audit.state}`)}, {t('state.size', { count: audit.size })}.
        </strong>{' '}
        {t(`state.${audit.state}Text`)} {t('state.limit')}
      </Standing>
      {detailed && <ChainDetails size={audit.size} />}
    </div>
  );
}
