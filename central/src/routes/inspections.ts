import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { pageOfInspections, toInspection } from '../repositories/inspections.ts';
import { isUuid, readCursor, toPage } from '../repositories/place.ts';
import { ok } from '../result.ts';
import { createInspection } from '../services/create-inspection.ts';
import { modelCatalogue } from '../services/model-repository.ts';
import { readInspection } from '../services/read-inspection.ts';
import { storeResults } from '../services/store-results.ts';
import type { RouteContext } from './route-context.ts';

export function inspectionRoutes(app: FastifyInstance, context: RouteContext): void {
  const catalogue = modelCatalogue(context.models);

  registerEndpoint(app, context, endpoints.createInspection, {
    run: async ({ principal, body }, db) => {
      const created = await createInspection(db, principal, body);
      if (!created.ok) return created;
      const { inspection, found } = created.value;
      return ok({ body: inspection, location: `/v1/inspections/${inspection.inspection_id}`, replayed: found });
    },
  });

  registerEndpoint(app, context, endpoints.listInspections, {
    run: async ({ principal, query }, db) => {
      const place = readCursor(query.cursor, isUuid);
      if (!place.ok) return place;
      const filter = {
        ...query,
        serial: query.serial ?? query.chip_id,
        // A device lists its own station's, whatever it asks for.
        station: principal.station ?? query.station,
      };
      const rows = await pageOfInspections(db, filter, place.value, query.limit);
      return ok({ body: toPage(rows, query.limit, toInspection) });
    },
  });

  registerEndpoint(app, context, endpoints.getInspection, {
    run: async ({ principal, params }, db) => {
      const read = await readInspection(db, principal, params.inspection_id);
      return read.ok ? ok({ body: read.value }) : read;
    },
  });

  registerEndpoint(app, context, endpoints.putResults, {
    run: async ({ principal, params, body }, db) => {
      const stored = await storeResults(db, principal, params.inspection_id, body, catalogue);
      return stored.ok ? ok({ body: stored.value }) : stored;
    },
  });
}
