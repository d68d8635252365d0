/** The import rules of ARCHITECTURE.md, "Layout": imports go one way. */
const only = (from, ...allowed) => ({
  name: `${from}-imports`,
  severity: 'error',
  comment: `${from}/ may import only: ${[from, ...allowed].join(', ')}`,
  from: { path: `^${from}/` },
  to: {
    pathNot: [`^${from}/`, ...allowed.map((to) => `^${to}(/|\\.ts$)`), '^node_modules/', '^node:'],
    dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional'],
  },
});
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain'),
    only('config', 'domain'),
    only('channels', 'domain'),
    only('templates', 'domain'),
    only('db', 'domain'),
    only('workflows', 'domain', 'activities/types'),
    only('activities', 'domain', 'db', 'channels', 'templates', 'workflows/messages'),
    only('inbound', 'domain', 'db', 'channels', 'templates'),
    only('worker', 'domain', 'db', 'channels', 'templates', 'config', 'activities', 'inbound', 'workflows'),
    only('api', 'domain', 'db', 'templates', 'config', 'workflows/messages'),
    only('cli', 'domain', 'db', 'templates', 'config', 'workflows/messages'),
    only('embedded', 'domain', 'db', 'config', 'cli', 'templates'),
    {
      name: 'workflows-see-activity-types-only',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'workflows-keep-zod-out',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { reachable: true, path: 'node_modules/zod' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test|bench|scripts|\\.tocsin)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      // Without these, packages that are ESM only cannot be resolved.
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
