// Runs one function on Node: asks the runtime API for events, hands them to the handler, answers.
import http from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const base = '/2018-06-01/runtime';
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let current = null; // the invocation that runs now

function call(method, url, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path: base + url, agent, headers: body === undefined ? headers
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers } }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on('error', reject);
    });
    // The server is gone: so are we.
    request.on('error', () => process.exit(1));
    request.end(body);
  });
}

function describe(error) {
  if (util.types.isNativeError(error)) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

// One message is one line of the log, whatever it holds: the reader turns carriage returns back.
const write = text => fs.writeSync(1, text.replaceAll('\n', '\r') + '\n');

function log(level) {
  return (...values) => write(
    `${new Date().toISOString()}\t${current?.id ?? 'undefined'}\t${level}\t${util.format(...values)}`);
}

console.log = log('INFO');
console.info = log('INFO');
console.debug = log('DEBUG');
console.trace = log('TRACE');
console.warn = log('WARN');
console.error = log('ERROR');

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

async function load() {
  const root = process.env.LAMBDA_TASK_ROOT;
  const full = process.env._HANDLER ?? '';
  const slash = full.lastIndexOf('/') + 1;
  const match = /^([^.]*)\.(.+)$/.exec(full.slice(slash));
  if (!match || full.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const module = full.slice(0, slash) + match[1];
  const file = ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs'].map(end => path.resolve(root, module + end))
    .find(candidate => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!file) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  let loaded;
  try {
    loaded = file.endsWith('.cjs') ? createRequire(pathToFileURL(file))(file) : await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw Object.assign(new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`), { stack: error.stack });
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw Object.assign(new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`), { stack: error.stack });
    }
    throw error;
  }
  const find = from => match[2].split('.').reduce((value, name) => value?.[name], from);
  const handler = find(loaded) ?? find(loaded.default);
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${full} is undefined or not exported`);
  }
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const parse = text => text ? JSON.parse(text) : undefined;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    clientContext: parse(headers['lambda-runtime-client-context']),
    identity: parse(headers['lambda-runtime-cognito-identity']),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** Runs the handler to its answer: a promise, a callback, or an event loop with nothing left to do. */
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    let answered;
    const settle = () => answered.error ? reject(answered.error) : resolve(answered.value);
    const done = (error, value) => {
      answered ??= { error: error ?? null, value };
      if (error || !context.callbackWaitsForEmptyEventLoop) {
        settle();
      }
    };
    context.done = (error, value) => { context.callbackWaitsForEmptyEventLoop = false; done(error, value); };
    context.succeed = value => context.done(null, value);
    context.fail = error => context.done(error ?? 'handled', undefined);
    current.onIdle = () => { answered ??= { error: null, value: null }; settle(); };
    let result;
    try {
      result = handler(event, context, done);
    } catch (error) {
      reject(error);
      return;
    }
    if (typeof result?.then === 'function') {
      result.then(resolve, reject);
    }
  });
}

async function fail(url, error) {
  const text = describe(error);
  write(`${new Date().toISOString()}\t${current?.id ?? 'undefined'}\tERROR\t${current ? 'Invoke' : 'Uncaught Exception'} Error \t${
    JSON.stringify({ errorType: text.errorType, errorMessage: text.errorMessage, stack: text.trace })}`);
  await call('POST', url, JSON.stringify(text), { 'Lambda-Runtime-Function-Error-Type': text.errorType });
}

function die(error) {
  fail(current ? `/invocation/${current.id}/error` : '/init/error', error).finally(() => process.exit(129));
}

process.on('uncaughtException', die);
process.on('unhandledRejection', reason => die(Object.assign(
  new RuntimeError('Runtime.UnhandledPromiseRejection', `${reason instanceof Error ? `${reason.name}: ${reason.message}` : reason}`),
  reason instanceof Error ? { stack: reason.stack } : {})));
process.on('beforeExit', () => current?.onIdle?.());

let handler;
try {
  handler = await load();
} catch (error) {
  await fail('/init/error', error);
  process.exit(1);
}

for (;;) {
  const next = await call('GET', '/invocation/next');
  if (next.status !== 200) {
    process.exit(1);
  }
  const id = next.headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? '';
  current = { id };
  try {
    const value = await run(handler, JSON.parse(next.body.toString('utf8')), contextOf(next.headers));
    let text;
    try {
      text = JSON.stringify(value === undefined ? null : value) ?? 'null';
    } catch (error) {
      throw new RuntimeError('Error', `Unable to stringify response body: ${error.message}`);
    }
    await call('POST', `/invocation/${id}/response`, text);
  } catch (error) {
    await fail(`/invocation/${id}/error`, error);
  }
  current = null;
}
