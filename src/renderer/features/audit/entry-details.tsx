import { useTranslation } from 'react-i18next';
import { useNavigation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Details, DetailsActions } from '../../ui/list-with-details.tsx';
import { RawRecord } from '../../ui/raw-record.tsx';
import { EntryProof } from './entry-proof.tsx';
import { entryReason, entrySentence } from './entry-sentence.ts';
import { type AuditEntry, inspectionOf, signatureOf } from './entry-words.ts';

interface EntryDetailsProps {
  readonly entry: AuditEntry;
  readonly onClose: () => void;
}

/** One entry in full: in words first, then as it is in the log. */
export function EntryDetails({ entry, onClose }: EntryDetailsProps) {
  const { t, i18n } = useTranslation('audit');
  const go = useNavigation((navigation) => navigation.go);
  const inspectionId = inspectionOf(entry);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeStyle: 'long' });
  const signature = signatureOf(entry);
  const title = t('entry.title', { seq: entry.seq });
  const facts: readonly { readonly name: string; readonly word: string }[] = [
    { name: 'time', word: time.format(new Date(entry.time)) },
    { name: 'who', word: entry.actor.name },
    { name: 'role', word: t(`app:role.${entry.actor.role}`, { defaultValue: entry.actor.role }) },
    { name: 'printedName', word: signature?.printedName ?? '' },
    { name: 'meaning', word: signature === null ? '' : t(`app:meaning.${signature.meaning}`) },
    {
      name: 'factor',
      word: signature === null ? '' : t(`app:factor.${signature.factor}`, { defaultValue: signature.factor }),
    },
    { name: 'reason', word: entryReason(t, entry) },
    { name: 'object', word: `${entry.object.type} ${entry.object.id}` },
  ].filter(({ word }) => word !== '');
  return (
    <Details label={title} title={title} closeLabel={t('entry.close')} onClose={onClose}>
      <p>{entrySentence(t, entry)}</p>
      <Facts>
        {facts.map(({ name, word }) => (
          <Fact key={name} name={t(`entry.${name}`)}>
            {word}
          </Fact>
        ))}
      </Facts>
      <DetailsActions>
        {inspectionId !== null && (
          <Button onClick={() => go('review', { inspectionId })}>{t('entry.openBoard')}</Button>
        )}
        <Button onClick={() => go('audit', { story: inspectionId ?? entry.object.id })}>
          {t(inspectionId === null ? 'entry.story' : 'entry.boardStory')}
        </Button>
      </DetailsActions>
      <EntryProof seq={entry.seq} />
      <h3>{t('entry.raw')}</h3>
      <RawRecord record={entry} />
    </Details>
  );
}
