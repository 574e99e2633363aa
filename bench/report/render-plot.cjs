/** Vega-Lite on stdin, SVG on stdout. */
const { json } = require('node:stream/consumers');

async function main() {
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const { spec } = compile(await json(process.stdin));
  process.stdout.write(await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG());
}

void main();
