#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// A clone runs its sources, which may be newer than what is compiled; a published package comes without them.
const entryPoint = join(__dirname, '..', 'cli', 'main.ts');
if (existsSync(entryPoint)) {
  void import('tsx').then(() => require(entryPoint));
} else {
  require('../dist/cli/main.js');
}
