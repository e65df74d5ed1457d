import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChangeList } from './change-list.tsx';
import { GoldenField } from './golden-field.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { ModelField } from './model-field.tsx';
import { PolicyField } from './policy-field.tsx';
import { withRule } from './recipe-content.ts';
import type { Recipe, RecipeBase } from './recipe-draft.ts';
import styles from './recipes.module.css';
import { RegionsField } from './regions-field.tsx';
import { TypeRules } from './type-rules.tsx';
import { useRecipeDraft } from './use-recipe-draft.ts';
import { VersionsPanel } from './versions-panel.tsx';

interface RecipeEditorProps {
  /** The part; empty for a new recipe. */
  readonly name: string;
  readonly stored: RecipeBase;
  /** Parts that have a recipe already. */
  readonly taken: readonly string[];
  readonly onSaved: (recipe: Recipe) => void;
}

export function RecipeEditor({ name, stored, taken, onSaved }: RecipeEditorProps) {
  const { t, i18n } = useTranslation('recipes');
  const { notices, sayFailure } = useWorkspace();
  const draft = useRecipeDraft(name, stored);
  const denied = useDenial('recipe.change');
  const [tried, setTried] = useState(false);
  const { content, part } = draft;
  const { version, savedAt } = draft.base;
  const isNew = version === 0;
  const partError =
    part.trim() === '' ? t('partMissing') : isNew && taken.includes(part.trim()) ? t('partTaken') : null;

  const viewed = useRef(false);
  useEffect(() => {
    viewed.current = true;
    return () => {
      viewed.current = false;
    };
  }, []);
  const showSaved = useEffectEvent(onSaved);
  useEffect(() => {
    if (draft.saved !== null) showSaved(draft.saved);
  }, [draft.saved]);
  const save = async () => {
    setTried(true);
    if (partError !== null) return;
    const reply = await draft.save();
    if (reply?.ok) notices.say({ id: 'recipes.saved', tone: 'pass', title: t('saved', reply.value) });
    // Who has left does not see what the editor says.
    else if (reply !== null && !viewed.current) sayFailure(reply.error);
  };
  const savedTime =
    savedAt &&
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(savedAt));
  const changed = isNew || draft.changes.length > 0;

  return (
    // No form: Enter in a field would save a version that nobody meant to save.
    <section className={styles.editor} aria-label={isNew ? t('newTitle') : name}>
      <header className={styles.editorHeader}>
        <div className={styles.words}>
          <h2 className={styles.name}>{isNew ? t('newTitle') : name}</h2>
          {!isNew && <p className={styles.quiet}>{t('versionSaved', { version, time: savedTime })}</p>}
        </div>
        {draft.changes.length > 0 && (
          <Button variant="quiet" disabled={draft.saving} focusableWhenDisabled onClick={draft.discard}>
            {t('discard')}
          </Button>
        )}
        <Button
          variant="primary"
          disabled={!changed || draft.saving || denied !== null}
          focusableWhenDisabled
          title={denied ?? undefined}
          onClick={() => void save()}
        >
          {draft.saving ? t('saving') : t('save', { version: version + 1 })}
        </Button>
      </header>
      {denied !== null && <p className={styles.note}>{t('readOnly', { denied })}</p>}
      <Notes draft={draft} />
      <div className={styles.columns}>
        <fieldset className={styles.fields} disabled={denied !== null}>
          {isNew && (
            <div className={styles.field}>
              <TextField
                label={t('part')}
                hint={t('partHint')}
                value={part}
                onChange={draft.namePart}
                disabled={draft.saving}
                maxLength={200}
                error={tried && partError !== null ? partError : undefined}
              />
            </div>
          )}
          <section aria-labelledby="recipe-golden">
            <h3 id="recipe-golden">{t('golden.title')}</h3>
            <GoldenField
              sha256={content.goldenSha256}
              onChange={(goldenSha256) => draft.change((latest) => ({ ...latest, goldenSha256 }))}
            />
          </section>
          <section aria-labelledby="recipe-regions">
            <h3 id="recipe-regions">{t('regions.title')}</h3>
            <RegionsField
              goldenSha256={content.goldenSha256}
              regions={content.regions}
              onChange={(change) => draft.change((latest) => ({ ...latest, regions: change(latest.regions) }))}
              disabled={denied !== null}
            />
          </section>
          <section aria-labelledby="recipe-model">
            <h3 id="recipe-model">{t('model.title')}</h3>
            <ModelField content={content} onChange={draft.change} />
          </section>
          <section aria-labelledby="recipe-types">
            <h3 id="recipe-types">{t('types.title')}</h3>
            <p className={styles.quiet}>{t('types.text')}</p>
            <TypeRules
              types={content.types}
              onChange={(type, rule) => draft.change((latest) => withRule(latest, type, rule))}
            />
          </section>
          <section aria-labelledby="recipe-limits">
            <h3 id="recipe-limits">{t('limits.title')}</h3>
            <LimitsFields content={content} onChange={draft.change} />
          </section>
          <section aria-labelledby="recipe-policy">
            <h3 id="recipe-policy">{t('policy.title')}</h3>
            <PolicyField
              policy={content.reviewPolicy}
              onChange={(reviewPolicy) => draft.change((latest) => ({ ...latest, reviewPolicy }))}
            />
          </section>
        </fieldset>
        {!isNew && (
          <aside className={styles.side} aria-label={t('versions.title')}>
            {draft.changes.length > 0 && (
              <section>
                <h3>{t('changes.title')}</h3>
                <ChangeList changes={draft.changes} />
              </section>
            )}
            <section>
              <h3>{t('versions.title')}</h3>
              <VersionsPanel name={name} newest={draft.base} onRestore={(older) => draft.change(() => older)} />
            </section>
          </aside>
        )}
      </div>
    </section>
  );
}

/** What a person must know before saving: overtaken, refused, or found again. */
function Notes({ draft }: { readonly draft: ReturnType<typeof useRecipeDraft> }) {
  const { t } = useTranslation('recipes');
  if (draft.error !== null) {
    const { title, kept, next } = failureText(t, draft.error);
    return (
      <p className={styles.note} data-tone="fail" role="alert">
        <strong>{title}</strong> {kept} {next} <code>{draft.error.code}</code>
      </p>
    );
  }
  if (draft.overtakenBy !== null)
    return (
      <p className={styles.note} data-tone="warn" role="alert">
        <strong>{t('stale.title', { version: draft.overtakenBy })}</strong>{' '}
        {t('stale.text', { version: draft.overtakenBy, next: draft.overtakenBy + 1 })}
      </p>
    );
  if (draft.kept)
    return (
      <p className={styles.note} role="status">
        <strong>{t('kept.title')}</strong> {t('kept.text')}
      </p>
    );
  return null;
}
