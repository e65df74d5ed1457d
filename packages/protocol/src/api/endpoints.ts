import {
  confirmArtifact,
  createArtifact,
  createArtifactPart,
  getArtifactContent,
  listArtifactParts,
} from './artifacts.ts';
import { getAuditCheckpoint, getWitness, postAuditCheckpoint, postAuditEntries } from './audit.ts';
import { getModelFile, getRecipe, listModels, listRecipes, putRecipe } from './catalogue.ts';
import type { Endpoint } from './endpoint.ts';
import { createInspection, getInspection, listInspections } from './inspections.ts';
import { getJob, inferInspection } from './jobs.ts';
import { getReportContent, listReports } from './reports.ts';
import { putResults } from './results.ts';
import { syncBatch } from './sync.ts';
import { createToken } from './token.ts';
import { getMe, listUsers } from './users.ts';

/** Every operation of the central API. */
export const endpoints = {
  createToken,
  getMe,
  listUsers,
  createInspection,
  listInspections,
  getInspection,
  createArtifact,
  confirmArtifact,
  listArtifactParts,
  createArtifactPart,
  getArtifactContent,
  putResults,
  inferInspection,
  getJob,
  listReports,
  getReportContent,
  syncBatch,
  postAuditEntries,
  postAuditCheckpoint,
  getAuditCheckpoint,
  getWitness,
  listRecipes,
  getRecipe,
  putRecipe,
  listModels,
  getModelFile,
} satisfies Record<string, Endpoint>;
