/**
 * The inside of the lab's Lambda environment: loads the function's bundle and answers invocations one after
 * the other. Plain JavaScript, because a worker starts without the loader that runs the rest of the lab.
 */
const { parentPort, workerData } = require('node:worker_threads');

// Over the same port as the answers, so that the log of an invocation has arrived when its answer arrives.
process.stdout.write = (text) => {
  parentPort.postMessage({ log: String(text) });
  return true;
};

// The wall clock of a lab, in whose time minutes pass between runs: as if the environment had been frozen meanwhile.
let clockAheadMs = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + clockAheadMs] : given));
  }

  static now() {
    return RealDate.now() + clockAheadMs;
  }
};

const bundleHandler = require(workerData.file)[workerData.exportName];

parentPort.on('message', async ({ event, context, timeoutMs, aheadMs }) => {
  // The deadline counts from here: loading the bundle is not the invocation's time, as in Lambda.
  parentPort.postMessage({ started: true });
  clockAheadMs = aheadMs;
  const deadlineMs = Date.now() + timeoutMs;
  const getRemainingTimeInMillis = () => Math.max(0, deadlineMs - Date.now());
  try {
    const result = await bundleHandler(event, { ...context, getRemainingTimeInMillis });
    // As Lambda does: what isn't JSON is lost, and an absent result is null.
    parentPort.postMessage({ answer: { result: JSON.parse(JSON.stringify(result ?? null)) } });
  } catch (error) {
    const { name = 'Error', message = String(error) } = error ?? {};
    parentPort.postMessage({ answer: { error: { name, message } } });
  }
});
