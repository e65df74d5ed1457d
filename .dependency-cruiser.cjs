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
    only('central-stands-on-packages', '^central/', ['^central/', '^packages/']),
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
    only('ipc-knows-the-domain', '^src/ipc/', ['^src/ipc/', '^src/core/', '^packages/']),
    only('preload-is-built-from-names', '^src/preload/', ['^src/preload/', '^src/ipc/']),
    only('window-talks-only-through-ipc', '^src/renderer/', [
      '^src/renderer/',
      '^src/ipc/',
      '^src/core/',
      '^packages/',
    ]),
    only('shell-hosts-the-station', '^src/main/', [
      '^src/main/',
      '^src/ipc/',
      '^src/station/',
      '^src/core/',
      '^src/engine/protocol\\.ts$',
      '^packages/',
    ]),
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'window-parts-know-no-feature',
      comment: 'The app puts features together; viewer and primitives are used by them.',
      severity: 'error',
      from: { path: '^src/renderer/(viewer|ui)/' },
      to: { path: '^src/renderer/(features|app)/' },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'window-is-no-node',
      severity: 'error',
      from: { path: '^src/(renderer|preload|ipc)/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
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
      from: { path: '^(src|packages|central)/', pathNot: '(\\.test\\.ts$|/testing/|^central/bench/)' },
      to: { path: '(\\.test\\.ts$|/testing/)' },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      comment:
        'The window is bundled, and Electron is the runtime itself: both may stand among the development packages.',
      from: { path: '^(src|packages|central)/', pathNot: '(\\.test\\.ts$|/testing/|^src/renderer/)' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(@types|electron)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
