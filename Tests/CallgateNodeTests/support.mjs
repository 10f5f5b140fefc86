// What the tests of the package for Node share. They run what `make node` has built.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../..', import.meta.url));
export const packagePath = join(project, '.build/node');
export const vectors = join(project, 'spec/vectors');
export const examples = join(project, 'spec/examples');

export const callgate = await import(join(packagePath, 'index.mjs'));
const { Callgate } = callgate;

/** A guard by a policy's text, closed after the test. */
export function guardOf(text, options = {}) {
  const guard = Callgate.initSync({ policy: { text }, ...options });
  after(() => guard.close());
  return guard;
}

export function example() {
  const guard = Callgate.initSync({ policy: join(examples, 'policy.yaml') });
  after(() => guard.close());
  return guard;
}

/** Allows a tool, `echo`, whatever it is called with; its message shows a field. */
export const echoPolicy = 'rules:\n  - {name: echo, tool: echo, action: allow, message: "<{args.v}>"}\n';

/** A folder that is gone after the test. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'callgate-node-'));
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The error that a promise ends with. */
export async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}
