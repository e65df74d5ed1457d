import type { z } from 'zod';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { importProgress } from '../../../ipc/imports.ts';
import type { ImportProgress } from '../../../station/imports/import-progress.ts';
import { referenceOf } from '../../../station/recipes/choose-recipe.ts';
import type { Workstation } from '../../../station/workstation.ts';
import type { ShellServices } from './shell-services.ts';

export const toldProgress = (progress: ImportProgress): z.input<typeof importProgress> => ({
  ...progress,
  refused: [...progress.refused],
  running: [...progress.running],
});

export const importHandlers = ({ imports }: Workstation, shell: ShellServices): Handlers['imports'] => ({
  async choose({ what, about }) {
    const folder = what === 'folder' ? await shell.chooseFolder('import') : null;
    const paths = what === 'files' ? await shell.chooseFiles('boards') : folder === null ? null : [folder];
    return ok(paths === null ? null : imports.start(paths, about));
  },
  start: ({ paths, about }) => ok(imports.start(paths, about)),
  paste: async ({ about }) => imports.paste(await shell.clipboardPng(), about),
  samples: () => ok(imports.samples()),
  again: ({ inspectionIds, model }) => ok(imports.again(inspectionIds, model ? referenceOf(model) : null)),
  cancel({ importId }) {
    imports.cancel(importId);
    return ok({});
  },
  list: () => ok(imports.list().map(toldProgress)),
  dismiss({ importId }) {
    imports.dismiss(importId);
    return ok({});
  },
});
