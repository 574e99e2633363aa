/**
 * Drives one of npm's NTP clients, see `LineProcess`. Each is used as its README shows.
 * Usage: node npm-client.cjs NAME
 */
const { createInterface } = require('node:readline');

const [name] = process.argv.slice(2);
const host = '127.0.0.1';

/** Each resolves to the offset in seconds. */
const CLIENTS = {
  'ntp-time-sync': async (port) => {
    const { NtpTimeSync } = require('ntp-time-sync');
    const { offset } = await new NtpTimeSync({ servers: [`${host}:${port}`] }).getTime(true);
    return offset / 1000;
  },
  // Knows no offset: only the server's time, which its users compare with their own.
  'ntp-client': (port) =>
    new Promise((resolve, reject) => {
      require('ntp-client').getNetworkTime(host, port, (error, date) =>
        error ? reject(error) : resolve((date - Date.now()) / 1000),
      );
    }),
  '@hapi/sntp': async (port) => (await require('@hapi/sntp').time({ host, port })).t / 1000,
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
