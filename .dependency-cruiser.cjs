/** The import rules of the architecture: who may know whom. `npm run lint` fails on the first breach. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-knows-no-host',
      comment: 'Everything worth testing lives in the core and runs under plain Node.',
      severity: 'error',
      from: { path: '^electron/(core|contract|sandbox|web)/' },
      to: { path: '^electron/(shell|cli)/|^electron/(main|preload|headless|network)\\.ts$|^renderer/' },
    },
    {
      name: 'electron-for-the-shell-only',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '^electron/shell/|^electron/(main|preload)\\.ts$' },
      to: { path: 'node_modules/electron/|^electron$' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^electron/contract/' },
      to: { pathNot: '^electron/contract/|node_modules/zod/' },
    },
    {
      name: 'core-folders-by-their-door',
      comment: 'Folders in the core import each other through index.ts only.',
      severity: 'error',
      from: { path: '^electron/core/([^/]+)/' },
      to: { path: '^electron/core/([^/]+)/', pathNot: ['^electron/core/$1/', '^electron/core/[^/]+/index\\.ts$'] },
    },
    {
      name: 'hosts-use-the-doors',
      severity: 'error',
      from: { path: '^electron/(shell|sandbox|cli|web)/|^electron/[^/]+\\.ts$' },
      to: { path: '^electron/core/([^/]+)/', pathNot: '^electron/core/[^/]+/index\\.ts$' },
    },
    {
      name: 'platform-is-the-floor',
      severity: 'error',
      from: { path: '^electron/core/platform/' },
      to: { path: '^electron/core/(?!platform/)' },
    },
    {
      name: 'renderer-knows-the-contract-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/', pathNot: '^electron/contract/' },
    },
    {
      name: 'sandbox-for-hosts-and-tests',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '^electron/sandbox/|^electron/(main|headless|network)\\.ts$' },
      to: { path: '^electron/sandbox/' },
    },
    { name: 'no-test-in-product', severity: 'error', from: { path: '^(electron|renderer)/' }, to: { path: '^test/' } },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { path: '^(electron|renderer)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
