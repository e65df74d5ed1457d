import type { z } from 'zod';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { settingsValues } from '../../../ipc/settings.ts';
import type { SiteSettings } from '../../../station/settings/site-settings.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const toldSettings = (settings: SiteSettings): z.input<typeof settingsValues> => ({ ...settings });

export const settingHandlers = ({ settings }: Workstation): Handlers['settings'] => ({
  get: () => ok(toldSettings(settings.read())),
  set(values) {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const changed = settings.change(Object.fromEntries(given));
    return changed.ok ? ok(toldSettings(changed.value)) : changed;
  },
});
