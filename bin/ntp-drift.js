#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// A clone runs its sources, which may be newer than what is compiled; a published package comes without them.
const source = join(__dirname, '..', 'cli', 'main.ts');
if (existsSync(source)) {
  void import('tsx').then(() => require(source));
} else {
  require('../dist/cli/main.js');
}
