/**
 * Drives one of npm's NTP clients, see `LineProcess`. Each is used as its README shows.
 * Usage: node npm-client.cjs NAME FOLDER_WITH_NODE_MODULES
 */
const { createRequire } = require('node:module');
const path = require('node:path');
const { createInterface } = require('node:readline');

const [name, folder] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), 'package.json'));
const host = '127.0.0.1';

/** Each resolves to the offset in seconds. */
const CLIENTS = {
  'ntp-time-sync': async (port) => {
    const { NtpTimeSync } = load('ntp-time-sync');
    const { offset } = await new NtpTimeSync({ servers: [`${host}:${port}`] }).getTime(true);
    return offset / 1000;
  },
  // Knows no offset: only the server's time, which its users compare with their own.
  'ntp-client': (port) =>
    new Promise((resolve, reject) => {
      load('ntp-client').getNetworkTime(host, port, (error, date) =>
        error ? reject(error) : resolve((date - Date.now()) / 1000),
      );
    }),
  '@hapi/sntp': async (port) => (await load('@hapi/sntp').time({ host, port })).t / 1000,
};

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      console.log(await CLIENTS[name](Number(line)));
    } catch (error) {
      console.log(`error ${error?.message ?? error}`);
    }
  }
}

void main();
