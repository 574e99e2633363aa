/**
 * Drives the deployed bundle's own handler, warm, as Lambda would: see `LineProcess`. Publishing goes to
 * wherever AWS_ENDPOINT_URL says. Usage: node handler.cjs FOLDER_OF_THE_BUNDLE
 */
const path = require('node:path');
const { createInterface } = require('node:readline');

const { handler } = require(path.join(path.resolve(process.argv[2]), 'index.js'));
const benchContext = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 45_000 };

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const server = { host: '127.0.0.1', port: Number(line), pacing: 'fast' };
    try {
      const event = { monitor: 'bench', reference: 'clock', servers: [server] };
      const { offsetMs, explanation } = (await handler(event, benchContext)).servers[0];
      console.log(offsetMs === null ? `error ${explanation}` : offsetMs / 1000);
    } catch (error) {
      console.log(`error ${error?.message ?? error}`);
    }
  }
}

void main();
