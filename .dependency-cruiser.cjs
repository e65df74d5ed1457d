/**
 * The dependency rule of docs/architecture.md. Type imports count. A layer names the folders and the packages that it may
 * use; everything else is refused, Node's own modules too unless `node` is said. scripts/layers.test.ts plants what is refused.
 */
const tests = '\\.test\\.tsx?$';
const testCode = `(${tests}|/testing/)`;
const enginesFace = '^src/engine/protocol\\.ts$';

const layer = (name, { path, folders, packages, node = false }) => [
  {
    name,
    severity: 'error',
    from: { path, pathNot: tests },
    to: { dependencyTypesNot: ['core'], pathNot: [path, ...folders, '(^|/)node_modules/'] },
  },
  {
    name: `${name}: packages`,
    severity: 'error',
    from: { path, pathNot: testCode },
    to: { path: '(^|/)node_modules/', pathNot: `(^|/)node_modules/(${packages.join('|')})/` },
  },
  ...(node
    ? []
    : [
        {
          name: `${name}: no Node`,
          severity: 'error',
          from: { path, pathNot: testCode },
          to: { dependencyTypes: ['core'] },
        },
      ]),
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-triple-slash-references',
      comment: 'They bring the types of another runtime into a layer that its tsconfig keeps free of them.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['triple-slash-directive'] },
    },
    ...layer('protocol-stands-alone', {
      path: '^packages/protocol/',
      folders: [],
      packages: ['canonicalize', 'zod'],
    }),
    ...layer('central-stands-on-packages', {
      path: '^central/',
      folders: ['^packages/'],
      packages: [
        '@aws-sdk/client-s3',
        '@aws-sdk/s3-request-presigner',
        '@fastify/formbody',
        '@platformatic/kafka',
        'fastify',
        'jose',
        'jspdf',
        'kysely',
        'pg',
        'pino',
        'prom-client',
        'uuidv7',
        'zod',
      ],
      node: true,
    }),
    ...layer('core-is-the-domain', {
      path: '^src/core/',
      folders: ['^packages/'],
      packages: ['flatbush', 'uuidv7', 'zod'],
    }),
    ...layer('engine-knows-only-detection', {
      path: '^src/engine/',
      folders: ['^src/core/detection/'],
      packages: ['@techstark/opencv-js', 'onnxruntime-node', 'sharp', 'zod'],
      node: true,
    }),
    ...layer('station-has-no-face', {
      path: '^src/station/',
      folders: ['^src/core/', enginesFace, '^packages/'],
      packages: [
        '@aws-sdk/client-s3',
        '@aws-sdk/s3-request-presigner',
        '@node-rs/argon2',
        'better-sqlite3',
        'canonicalize',
        'fflate',
        'jspdf',
        'kysely',
        'tinyglobby',
        'zod',
      ],
      node: true,
    }),
    ...layer('cli-hosts-the-station', {
      path: '^src/cli/',
      folders: ['^src/station/', '^src/core/', enginesFace, '^packages/'],
      packages: ['cli-progress', 'commander'],
      node: true,
    }),
    ...layer('ipc-knows-the-domain', {
      path: '^src/ipc/',
      folders: ['^src/core/', '^packages/'],
      packages: ['zod'],
    }),
    ...layer('preload-is-built-from-names', {
      path: '^src/preload/',
      folders: ['^src/ipc/'],
      packages: ['electron'],
    }),
    ...layer('window-talks-only-through-ipc', {
      path: '^src/renderer/',
      folders: ['^src/ipc/', '^src/core/', '^packages/'],
      packages: [
        '@base-ui/react',
        '@tanstack/react-virtual',
        'i18next',
        'konva',
        'lucide-react',
        'react',
        'react-dom',
        'react-i18next',
        'react-konva',
        'recharts',
        'zod',
        'zustand',
      ],
    }),
    ...layer('shell-hosts-the-station', {
      path: '^src/main/',
      folders: ['^src/ipc/', '^src/station/', '^src/core/', enginesFace, '^packages/'],
      packages: ['electron', 'electron-updater', 'zod'],
      node: true,
    }),
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
      name: 'database-only-in-db',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/station/db/', testCode] },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(src|packages|central)/', pathNot: [testCode, '^central/bench/'] },
      to: { path: testCode },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      comment:
        'The window is bundled, and Electron is the runtime itself: both may stand among the development packages.',
      from: { path: '^(src|packages|central)/', pathNot: [testCode, '^src/renderer/'] },
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
