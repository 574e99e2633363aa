// Who may import whom. README's Development section has the same table with a sentence for each room.

/**
 * A room: its files, the other rooms that it may import, and the packages.
 * Every room may import itself and Node's own modules. What isn't in this table, or has no arrow here, is refused.
 */
const ROOMS = {
  'lambda/ntp': { files: '^lambda/ntp/' },
  'lambda/drift': { files: '^lambda/drift/', rooms: ['lambda/ntp'] },
  'lambda/monitor': { files: '^lambda/monitor/', rooms: ['lambda/ntp', 'lambda/drift'] },
  lambda: {
    files: '^lambda/(function/|[^/]+$)',
    rooms: ['lambda/ntp', 'lambda/drift', 'lambda/monitor'],
    packages: ['@aws-sdk/client-cloudwatch', '@types/aws-lambda'],
  },
  'lib/config': {
    files: '^lib/config/',
    rooms: ['lambda/ntp', 'lambda/monitor'],
    packages: ['zod', 'jsonc-parser', 'aws-cron-parser', 'leven'],
  },
  'lib/cost': {
    files: '^lib/cost/',
    rooms: ['lambda/monitor', 'lib/config', 'alarm definition'],
    packages: ['aws-cdk-lib', 'constructs'],
  },
  lib: {
    files: '^lib/(?!config/|cost/)',
    rooms: ['lambda/monitor', 'lib/config', 'lib/cost'],
    packages: ['aws-cdk-lib', 'constructs', 'esbuild'],
  },
  picture: { files: '^picture/', rooms: ['lambda/monitor'], packages: [] },
  terminal: { files: '^terminal/', rooms: ['lambda/monitor', 'picture'], packages: ['cli-table3'] },
  lab: {
    files: '^lab/',
    rooms: ['lambda/ntp', 'lambda/monitor', 'lib/config', 'picture', 'terminal'],
    packages: ['commander', 'esbuild', 'jsep', 'leven', 'uplot', 'zod'],
  },
  cli: {
    files: '^cli/',
    rooms: [
      'lambda/ntp',
      'lambda/monitor',
      'lambda',
      'lib/config',
      'lib/cost',
      'lib',
      'picture',
      'terminal',
      'lab command',
    ],
    packages: ['@aws-sdk/client-cloudwatch', 'cli-table3', 'commander'],
  },
  packaging: {
    files: '^packaging/',
    rooms: ['lib/config', 'lib', 'lab'],
    packages: ['esbuild', 'typescript'],
  },
  bin: {
    files: '^bin/',
    rooms: ['lib/config', 'lib/cost', 'lib', 'terminal', 'cli', 'lab', 'packaging', 'dist'],
    packages: ['tsx'],
  },
};

/** Parts of a room that a room may import without the rest. */
const PARTS = {
  'alarm definition': '^lib/alarms/alarm-definition\\.ts$',
  'lab command': '^lab/lab-command-line\\.ts$',
  dist: '^\\.\\./dist/',
};

/** Rooms that nothing deployed or installed may import. They import what they like. */
const WORKSHOPS = '^(bench|examples|integ|jsii|test|testkit)/';

/** What a tool reads at the root. */
const SETTINGS = '^[^/]+\\.c?js$';

function onlyItsArrows([name, { files, rooms = [], packages = [] }]) {
  return {
    name: `${name}-imports-only-by-the-table`,
    comment: `May import: ${['itself', 'Node', ...rooms, ...packages].join(', ')}.`,
    severity: 'error',
    from: { path: files },
    to: {
      dependencyTypesNot: ['core'],
      pathNot: [
        files,
        ...rooms.map((room) => PARTS[room] ?? ROOMS[room].files),
        ...packages.map((name) => `(^|node_modules/)${name}(/|$)`),
      ],
    },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other, by types too, are one idea: move what both need to a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-file-has-a-room',
      comment: 'Add the folder to ROOMS in .dependency-cruiser.cjs, and to the table of README.',
      severity: 'error',
      // A rule of modules, since a file may import nothing: none is imported by 100 others.
      module: {
        path: '\\.[cm]?[jt]s$',
        pathNot: [
          'node_modules/',
          PARTS.dist,
          SETTINGS,
          WORKSHOPS,
          ...Object.values(ROOMS).map(({ files }) => files),
        ],
        numberOfDependentsLessThan: 100,
      },
      from: {},
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      // What bench/package.json lists is installed when a benchmark runs; integ/ likewise. Examples import this package by its name.
      from: { pathNot: '^(bin/ntp-drift\\.js|bench/.+\\.cjs|examples/.+|integ/queue\\.js)$' },
      to: { couldNotResolve: true },
    },
    ...Object.entries(ROOMS).map(onlyItsArrows),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.cache|cdk\\.out|coverage|dist|screenshots)/' },
    // Sees imports of types, too; tsc, which is the default, has no API for this in TypeScript 7 yet.
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.cjs', '.json', '.d.ts'] },
  },
};
