/** Vega-Lite on stdin, SVG on stdout. Usage: node render.cjs FOLDER_WITH_NODE_MODULES */
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { json } = require('node:stream/consumers');

async function main() {
  const modules = path.join(path.resolve(process.argv[2]), 'node_modules');
  const load = (file) => import(pathToFileURL(path.join(modules, file)));
  const vega = await load('vega/build/vega.module.js');
  const { compile } = await load('vega-lite/build/index.js');
  const { spec } = compile(await json(process.stdin));
  process.stdout.write(await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG());
}

void main();
