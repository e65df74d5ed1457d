import { assertNever } from '../../../core/kernel/result.ts';
import type { Tellers } from '../../../ipc/contract.ts';
import type { StationEvent } from '../../../station/workstation.ts';

/** Tells the window what the station tells. */
export const tellEvents =
  (tell: Pick<Tellers, 'audit' | 'identity' | 'imports' | 'queue' | 'settings' | 'statistics' | 'status' | 'sync'>) =>
  (event: StationEvent): void => {
    switch (event.type) {
      case 'import_progressed':
        tell.imports.progressed(event.progress);
        break;
      case 'inspections_changed':
        tell.queue.changed({ ids: event.ids, rows: event.rows });
        break;
      case 'verification_progressed':
        tell.audit.verificationProgressed(event.progress);
        break;
      case 'export_progressed':
        tell.audit.exportProgressed(event.progress);
        break;
      case 'counting_progressed':
        tell.statistics.counting({ share: event.share });
        break;
      case 'status_changed':
        tell.status.changed(event.status);
        break;
      case 'sync_changed':
        tell.sync.changed(event.sync);
        break;
      case 'session_changed':
        tell.identity.changed(event.session);
        break;
      case 'settings_changed':
        tell.settings.changed(event.settings);
        break;
      default:
        assertNever(event);
    }
  };
