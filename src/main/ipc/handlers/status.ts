import type { z } from 'zod';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { stationStatus } from '../../../ipc/status.ts';
import type { StationStatus } from '../../../station/status/station-status.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const toldStatus = (status: StationStatus): z.input<typeof stationStatus> => ({
  ...status,
  refused: [...status.refused],
  problems: [...status.problems],
});

export const statusHandlers = ({ status }: Workstation): Handlers['status'] => ({
  get: () => ok(toldStatus(status())),
});
