/** Execution providers by the names people use on the command line and in settings. */
export const providers = ['cuda', 'tensorrt', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export type Provider = (typeof providers)[number];
