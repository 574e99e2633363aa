/**
 * The inside of an execution environment: what AWS's runtime for Node.js does there, as far as a function can tell
 * (Lambda Developer Guide, "Using the Lambda runtime API"; the log format follows AWS's runtime interface client).
 * Plain JavaScript, because it runs in a bare Node without this project's loader.
 */
const { Agent, request } = require('node:http');
const path = require('node:path');
const { format } = require('node:util');

const { AWS_LAMBDA_RUNTIME_API, AWS_LAMBDA_LOG_LEVEL, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const [host, port] = AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** AWS's exit codes: 128 for a rejection that nobody handles, 129 for an exception that nobody catches. */
const RUNTIME_EXIT = { initError: 1, platformGone: 2, unhandledRejection: 128, uncaughtException: 129 };
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

let requestId;
let failed = false;

/** One request to the Runtime API. Without it there is no platform, and so no process either. */
function callRuntime(method, resource, { body, headers } = {}) {
  return new Promise((resolve) => {
    const gone = () => process.exit(RUNTIME_EXIT.platformGone);
    const options = { host, port, agent, method, path: `/2018-06-01/runtime/${resource}`, headers };
    request(options, (response) => {
      const chunks = [];
      response.on('error', gone).on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
    })
      .on('error', gone)
      .end(body);
  });
}

/** The JSON log format: `console` writes one object a line, and what the function itself writes passes as it is. */
function patchConsole() {
  const least = LEVELS.indexOf(AWS_LAMBDA_LOG_LEVEL);
  const writer = (level) => {
    if (LEVELS.indexOf(level) < least) {
      return () => undefined;
    }
    return (...values) => {
      const message = values.length === 1 ? values[0] : format(...values);
      const line = { timestamp: new Date().toISOString(), level, requestId, message };
      const asJson = (_key, value) => (value instanceof Error ? toErrorObject(value) : value);
      process.stdout.write(`${JSON.stringify(line, asJson)}\n`);
    };
  };
  for (const level of LEVELS) {
    console[level.toLowerCase()] = writer(level);
  }
  console.log = console.info;
}

function toErrorObject(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  return { errorType: name, errorMessage: message, trace: stack.split('\n') };
}

function postError(resource, error) {
  const headers = { 'Lambda-Runtime-Function-Error-Type': error.errorType };
  return callRuntime('POST', resource, { body: JSON.stringify(error), headers });
}

/** Ends the process after an error that the handler had no part in, at most once. */
async function die(error, exitCode) {
  if (!failed) {
    failed = true;
    console.error(error);
    await postError(requestId === undefined ? 'init/error' : `invocation/${requestId}/error`, error);
    process.exit(exitCode);
  }
}

function loadHandler() {
  const [file, exportName] = _HANDLER.split('.');
  const handler = require(path.resolve(LAMBDA_TASK_ROOT, file))[exportName];
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`${_HANDLER} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    });
  }
  return handler;
}

function contextOf(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: requestId,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    // By the wall clock, as AWS's runtime has it.
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

async function serve(handler) {
  for (;;) {
    const { headers, text } = await callRuntime('GET', 'invocation/next');
    requestId = headers['lambda-runtime-aws-request-id'];
    try {
      const result = await handler(JSON.parse(text), contextOf(headers));
      const body = JSON.stringify(result ?? null);
      await new Promise(setImmediate);
      // For tests alone: what would keep an ordinary process alive now, and so is left over from the run.
      const left = { 'Testkit-Active-Resources': process.getActiveResourcesInfo().join() };
      await callRuntime('POST', `invocation/${requestId}/response`, { body, headers: left });
    } catch (error) {
      await new Promise(setImmediate);
      console.error(error);
      await postError(`invocation/${requestId}/error`, toErrorObject(error));
    }
  }
}

patchConsole();
process.on('uncaughtException', (error) => die(toErrorObject(error), RUNTIME_EXIT.uncaughtException));
process.on('unhandledRejection', (reason) => {
  const error = toErrorObject(reason);
  void die({ ...error, errorType: 'Runtime.UnhandledPromiseRejection' }, RUNTIME_EXIT.unhandledRejection);
});

let deployedHandler;
try {
  deployedHandler = loadHandler();
} catch (error) {
  void die(toErrorObject(error), RUNTIME_EXIT.initError);
}
if (deployedHandler !== undefined) {
  void serve(deployedHandler);
}
