import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { referenceOf } from '../../../station/recipes/choose-recipe.ts';
import type { Workstation } from '../../../station/workstation.ts';
import type { ShellServices } from './shell-services.ts';

export const importHandlers = ({ imports }: Workstation, shell: ShellServices): Handlers['imports'] => ({
  async choose({ what, about }) {
    const folder = what === 'folder' ? await shell.chooseFolder('import') : null;
    const paths = what === 'files' ? await shell.chooseFiles('boards') : folder === null ? null : [folder];
    return paths === null ? ok(null) : imports.start(paths, about);
  },
  start: ({ paths, about }) => imports.start(paths, about),
  paste: async ({ about }) => imports.paste(await shell.clipboardPng(), about),
  samples: () => imports.samples(),
  again: ({ inspectionIds, model }) => imports.again(inspectionIds, model ? referenceOf(model) : null),
  cancel({ importId }) {
    imports.cancel(importId);
    return ok({});
  },
  list: () => ok(imports.list()),
  dismiss({ importId }) {
    imports.dismiss(importId);
    return ok({});
  },
  async handOver({ paths }) {
    await shell.heldFiles.receive(paths);
    return ok({ waiting: shell.heldFiles.count() });
  },
  handedOver: () => ok({ waiting: shell.heldFiles.count() }),
});
