import { describe, expect, it } from 'vitest';
import type { Reply } from '../../app/client.ts';
import { type RecipeContent, withRule } from './recipe-content.ts';
import { openRecipeDraft, type Recipe, type RecipeBase, type RecipeDrafts } from './recipe-draft.ts';
import { readDraft } from './stored-drafts.ts';
import { sampleContent } from './testing/sample-content.ts';

const content: RecipeContent = {
  ...sampleContent,
  types: {
    open: { thresholdWithGolden: 0.4, thresholdWithoutGolden: 0.6, severity: 'high' },
    short: { thresholdWithGolden: 0.5, thresholdWithoutGolden: 0.7, severity: 'high' },
  },
};
const golden = 'a'.repeat(64);

const threshold = (type: string, thresholdWithGolden: number) => (latest: RecipeContent) =>
  withRule(latest, type, { thresholdWithGolden });
const version = (number: number, of: RecipeContent = content): RecipeBase => ({
  version: number,
  content: of,
  savedAt: '2026-01-01T00:00:00.000Z',
});

/** A station whose answers to a save the test lets go, and the browser's storage in memory. */
function station() {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  let newest: Recipe | null = null;
  const waiting: ((reply: Reply<Recipe>) => void)[] = [];
  const sent: { name: string; content: RecipeContent; basedOn: number }[] = [];
  const client = {
    recipes: {
      save: (recipe: (typeof sent)[number]) => {
        sent.push(recipe);
        return new Promise<Reply<Recipe>>((resolve) => waiting.push(resolve));
      },
      open: () => Promise.resolve({ ok: true, value: newest }),
    },
  };
  const drafts: RecipeDrafts = new Map();
  const surroundings = { client: client as never, storage, drafts };
  return {
    sent,
    drafts,
    storage,
    open: (name: string, stored: RecipeBase) => openRecipeDraft(name, stored, surroundings),
    /** Another window's life: what is in memory is gone. */
    restart: () => drafts.clear(),
    commit: () => {
      const { name, content: saved, basedOn } = sent.at(-1)!;
      const recipe = { ...version(basedOn + 1, saved), name, golden: null } as Recipe;
      waiting.shift()!({ ok: true, value: recipe });
    },
    refuse: (code: string, meanwhile: Recipe | null = null) => {
      newest = meanwhile;
      waiting.shift()!({ ok: false, error: { code, message: code } });
    },
  };
}
const colleagues = (number: number): Recipe =>
  ({ ...version(number, threshold('short', 0.77)(content)), name: 'PCB-1', golden: null }) as Recipe;

describe('a recipe under work', () => {
  it('keeps a threshold that was typed while the golden was read', () => {
    const draft = station().open('PCB-1', version(1));
    const { change } = draft.getState();
    change(threshold('open', 0.11));
    change((latest) => ({ ...latest, goldenSha256: golden }));
    expect(draft.getState().content).toEqual({ ...threshold('open', 0.11)(content), goldenSha256: golden });
  });

  it('keeps what was typed while it was saved, on the screen and as a draft of the new version', async () => {
    const { open, commit, storage } = station();
    const draft = open('PCB-1', version(1));
    draft.getState().change(threshold('open', 0.22));
    const saving = draft.getState().save();
    draft.getState().change(threshold('short', 0.33));
    commit();
    await saving;
    const { content: now, base, basedOn, saving: saves } = draft.getState();
    expect(now.types).toMatchObject({ open: { thresholdWithGolden: 0.22 }, short: { thresholdWithGolden: 0.33 } });
    expect({ version: base.version, basedOn, saves }).toEqual({ version: 2, basedOn: 2, saves: false });
    expect(base.content.types.short?.thresholdWithGolden).toBe(0.5);
    expect(readDraft(storage, 'PCB-1')).toEqual({ content: now, basedOn: 2 });
  });

  it('is the stored version again where nothing was typed meanwhile', async () => {
    const { open, commit, storage } = station();
    const draft = open('PCB-1', version(1));
    draft.getState().change(threshold('open', 0.22));
    const saving = draft.getState().save();
    commit();
    expect(await saving).toMatchObject({ ok: true, value: { version: 2 } });
    expect(draft.getState()).toMatchObject({ base: { version: 2 }, basedOn: 2, saved: { version: 2 } });
    expect(readDraft(storage, 'PCB-1')).toBeNull();
  });

  it('is not discarded and not saved twice while it is saved', async () => {
    const { open, commit, sent } = station();
    const draft = open('PCB-1', version(1));
    draft.getState().change(threshold('open', 0.22));
    const saving = draft.getState().save();
    draft.getState().discard();
    expect(await draft.getState().save()).toBeNull();
    commit();
    await saving;
    expect(sent).toHaveLength(1);
    expect(draft.getState().content.types.open?.thresholdWithGolden).toBe(0.22);
  });

  it('keeps everything where the save fails, over a restart too', async () => {
    const { open, refuse, restart } = station();
    const draft = open('PCB-1', version(1));
    draft.getState().change(threshold('open', 0.22));
    const saving = draft.getState().save();
    draft.getState().change(threshold('short', 0.33));
    refuse('DB_FULL');
    await saving;
    expect(draft.getState()).toMatchObject({ saving: false, error: { code: 'DB_FULL' }, basedOn: 1 });
    restart();
    const found = open('PCB-1', version(1)).getState();
    expect(found).toMatchObject({ kept: true, error: null, content: draft.getState().content });
  });

  it('is found while it is being saved by who left and comes back, and stays one draft', async () => {
    const { open, commit, storage } = station();
    const left = open('PCB-1', version(1));
    left.getState().change(threshold('open', 0.22));
    const saving = left.getState().save();
    const back = open('PCB-1', version(1));
    expect(back.getState()).toMatchObject({ saving: true, content: threshold('open', 0.22)(content) });
    back.getState().change(threshold('short', 0.33));
    commit();
    await saving;
    expect(back.getState()).toMatchObject({ saving: false, base: { version: 2 }, saved: { version: 2 } });
    expect(readDraft(storage, 'PCB-1')?.content.types.short?.thresholdWithGolden).toBe(0.33);
    // A view that is opened later has not seen the save.
    expect(open('PCB-1', version(2)).getState()).toMatchObject({ saved: null, kept: true });
  });
});

describe('a recipe that somebody else saved meanwhile', () => {
  it('stays overtaken at every visit until the person saves, however much is typed', async () => {
    const { open, restart, commit, sent } = station();
    open('PCB-1', version(2)).getState().change(threshold('open', 0.44));
    for (const typed of [0.45, 0.46]) {
      restart();
      const draft = open('PCB-1', colleagues(3));
      expect(draft.getState()).toMatchObject({ basedOn: 2, base: { version: 3 }, kept: true });
      draft.getState().change(threshold('open', typed));
    }
    const draft = open('PCB-1', colleagues(3));
    expect(draft.getState()).toMatchObject({ basedOn: 2, base: { version: 3 } });
    const saving = draft.getState().save();
    commit();
    await saving;
    expect(sent.at(-1)?.basedOn).toBe(3);
    expect(draft.getState()).toMatchObject({ basedOn: 4, base: { version: 4 } });
  });

  it('is overtaken as well where the save found it out, and no more when it is discarded', async () => {
    const { open, refuse, restart, storage } = station();
    const draft = open('PCB-1', version(2));
    draft.getState().change(threshold('open', 0.44));
    const saving = draft.getState().save();
    refuse('RECIPE_STALE', colleagues(3));
    await saving;
    expect(draft.getState()).toMatchObject({ basedOn: 2, base: { version: 3 }, error: null });
    draft.getState().change(threshold('open', 0.45));
    expect(readDraft(storage, 'PCB-1')?.basedOn).toBe(2);
    draft.getState().discard();
    expect(draft.getState()).toMatchObject({ basedOn: 3, content: colleagues(3).content });
    restart();
    expect(open('PCB-1', colleagues(3)).getState()).toMatchObject({ basedOn: 3, kept: false });
  });

  it('is simply the newest where nothing was typed, and where the draft says the same', () => {
    const { open, restart, storage } = station();
    open('PCB-1', version(2));
    expect(open('PCB-1', colleagues(3)).getState()).toMatchObject({ basedOn: 3, kept: false });
    open('PCB-1', colleagues(3)).getState().change(threshold('open', 0.44));
    restart();
    const same = { ...version(4, threshold('open', 0.44)(colleagues(3).content)) };
    expect(open('PCB-1', same).getState()).toMatchObject({ basedOn: 4, kept: false });
    expect(readDraft(storage, 'PCB-1')).toBeNull();
  });
});

describe('a new recipe', () => {
  const proposed = { version: 0, content, savedAt: null };

  it('keeps the part that was typed', () => {
    const { open, restart } = station();
    open('', proposed).getState().namePart('PCB-9');
    restart();
    expect(open('', proposed).getState()).toMatchObject({ part: 'PCB-9', kept: true });
  });

  it('becomes its part’s draft with what was typed while it was saved, and the next one starts anew', async () => {
    const { open, commit, storage, sent } = station();
    const draft = open('', proposed);
    draft.getState().namePart(' PCB-9 ');
    const saving = draft.getState().save();
    draft.getState().change(threshold('open', 0.22));
    commit();
    await saving;
    // A golden that was still being read.
    draft.getState().change((latest) => ({ ...latest, goldenSha256: golden }));
    expect(sent[0]).toMatchObject({ name: 'PCB-9', basedOn: 0 });
    expect(readDraft(storage, '')).toBeNull();
    const its = open('PCB-9', version(1)).getState();
    expect(its).toMatchObject({ basedOn: 1, content: { ...threshold('open', 0.22)(content), goldenSha256: golden } });
    expect(open('', proposed).getState()).toMatchObject({ part: '', content, kept: false });
  });

  it('of a part that somebody else gave a recipe stays a new one', async () => {
    const { open, refuse } = station();
    const draft = open('', proposed);
    draft.getState().namePart('PCB-1');
    const saving = draft.getState().save();
    refuse('RECIPE_STALE', colleagues(1));
    await saving;
    expect(draft.getState()).toMatchObject({ part: 'PCB-1', base: { version: 0 }, error: { code: 'RECIPE_STALE' } });
  });
});
