import { z } from 'zod';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { actingNow } from '../../../station/context.ts';
import { adoptModel } from '../../../station/models/change-models.ts';
import { isUsable } from '../../../station/models/model-repository.ts';
import type { Workstation } from '../../../station/workstation.ts';
import type { ShellServices } from './shell-services.ts';

export const recipeHandlers = ({ recipes }: Workstation, shell: ShellServices): Handlers['recipes'] => ({
  list: () => recipes.list(),
  open: ({ name, version }) => recipes.open(name, version ?? null),
  versions: ({ name }) => recipes.versions(name),
  proposal: () => recipes.proposal(),
  save: (recipe) => recipes.save(recipe),
  async chooseGolden({ path }) {
    const [chosen] = path ? [path] : ((await shell.chooseFiles('golden')) ?? []);
    return chosen === undefined ? ok(null) : recipes.addGolden(chosen);
  },
  golden: ({ sha256 }) => recipes.golden(sha256),
});

export const modelHandlers = ({ catalog, context }: Workstation): Handlers['models'] => ({
  list: () =>
    ok(
      catalog.list().map((entry) => {
        const bundled = entry.origin === 'bundled';
        if (!isUsable(entry)) {
          const { code, message } = entry.error;
          return {
            ...nameOf(entry.folder),
            bundled,
            received: entry.origin === 'received',
            signed: false,
            classes: [],
            figures: {},
            error: { code, message },
          };
        }
        const { model, signature } = entry;
        const { name, version, classes } = model;
        const refusal = signature.state === 'refused' ? signature.error : null;
        return {
          name,
          version,
          bundled,
          received: entry.origin === 'received',
          signed: refusal === null,
          classes: classes.map((each) => each.name),
          figures: figuresOf(model),
          error: refusal && { code: refusal.code, message: refusal.message },
        };
      }),
    ),
  async adopt({ name, version }) {
    const adopted = await adoptModel(actingNow(context), catalog, `${name}@${version}`);
    return adopted.ok ? ok({}) : adopted;
  },
});

/** Of a folder whose description cannot be read: `NAME/VERSION`. */
function nameOf(folder: string): { readonly name: string; readonly version: string } {
  const [version = '', name = ''] = folder.split(/[\\/]/).toReversed();
  return { name, version };
}

const figureRows = z.object({ figures: z.array(z.record(z.string(), z.union([z.number(), z.string()]))).min(1) });

/** The first row of what the trainer measured: its main set of boards. */
function figuresOf(model: object): Record<string, number | string> {
  const rows = figureRows.safeParse(model);
  return rows.data?.figures[0] ?? {};
}
