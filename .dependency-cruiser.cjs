/** The dependency rule of docs/architecture.md. Type imports count. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { dependencyTypesNot: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: [...allowed, '^node_modules/'] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('protocol-stands-alone', '^packages/protocol/', ['^packages/protocol/']),
    only('core-is-the-domain', '^src/core/', ['^src/core/', '^packages/']),
    only('engine-knows-only-detection', '^src/engine/', ['^src/engine/', '^src/core/detection/']),
    only('station-has-no-face', '^src/station/', [
      '^src/station/',
      '^src/core/',
      '^src/engine/protocol\\.ts$',
      '^packages/',
    ]),
    only('cli-hosts-the-station', '^src/cli/', [
      '^src/cli/',
      '^src/station/',
      '^src/core/',
      '^src/engine/protocol\\.ts$',
      '^packages/',
    ]),
    {
      name: 'core-is-pure',
      comment: 'The domain runs anywhere: no Node, no native packages.',
      severity: 'error',
      from: { path: '^(src/core|packages/protocol)/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pixels-only-in-the-engine',
      comment: 'Hostile images and model runs stay in the process that can be lost.',
      severity: 'error',
      from: { path: '^src/', pathNot: '(^src/engine/|\\.test\\.ts$|/testing/)' },
      to: { path: 'node_modules/(sharp|onnxruntime-node|@techstark/opencv-js|fast-bmp)/' },
    },
    {
      name: 'database-only-in-db',
      severity: 'error',
      from: { path: '^src/', pathNot: '(^src/station/db/|\\.test\\.ts$|/testing/)' },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(src|packages)/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: { path: '(\\.test\\.ts$|/testing/)' },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: { path: '^(src|packages)/', pathNot: '(\\.test\\.ts$|/testing/)' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
