'use strict';
// Tools and steps of Mastra, by their documented shapes; nothing of it is imported.

const { CallgateError, ValueError } = require('./errors.cjs');
const { checkedOptions, stepOptions, toolOptions, toolsOptions } = require('./options.cjs');
const { snapshot } = require('./snapshot.cjs');
const { guarded } = require('./wrap.cjs');
const { writtenValue } = require('./writer.cjs');

/** What tools of Mastra 1 are marked with. */
const toolMarker = Symbol.for('mastra.core.tool.Tool');
const generations = Object.freeze(['input', 'context']);

/** A copy of an object in which some fields are other ones. */
function replaced(object, fields) {
  const descriptors = Object.getOwnPropertyDescriptors(object);
  for (const [key, value] of Object.entries(fields)) {
    descriptors[key] = { value, writable: true, enumerable: true, configurable: true };
  }
  return Object.create(Object.getPrototypeOf(object), descriptors);
}

function isContainer(value) {
  return typeof value === 'object' && value !== null;
}

/**
 * Where the arguments are: `execute(inputData, context)`, or before Mastra 1 `execute({context, runtimeContext})`. What a
 * model writes has no functions, so that it can't pass for the older shape; and what might be either is refused.
 *
 * @returns {'input' | 'context'}
 */
function generationOf(tool, first, asked) {
  if (tool[toolMarker] === true) return 'input';
  if (asked !== undefined) return asked;
  if (!isContainer(first) || !Object.hasOwn(first, 'context')) return 'input';
  if (typeof first.runtimeContext?.get === 'function') return 'context';
  throw new ValueError('ambiguous_call', 'this may be a call of either generation of Mastra: set the option generation');
}

/** What a schema makes of arguments; undefined where it refuses them. A schema may be a function that has fields. */
function parsed(schema, value) {
  const standard = schema['~standard'];
  if (typeof standard?.validate === 'function') {
    const result = standard.validate(value);
    if (typeof result?.then === 'function') throw new ValueError('unsupported_schema', 'a schema that is asynchronous');
    return result.issues === undefined || result.issues === null ? { value: result.value } : undefined;
  }
  if (typeof schema.safeParse !== 'function') {
    throw new ValueError('unsupported_schema', 'a schema that nobody here can apply: guard the definition, createTool(wrapTool(guard, {…}))');
  }
  const result = schema.safeParse(value);
  return result.success === true ? { value: result.data } : undefined;
}

/**
 * What the body of a tool will get. A tool that was created checks its arguments inside, and its schema may fill in
 * defaults and convert: the guard has to see that. Done twice it must come to the same, since it will be.
 */
function inside(tool, args) {
  const schema = typeof tool.inputSchema === 'function' && tool.inputSchema['~standard'] === undefined ? tool.inputSchema() : tool.inputSchema;
  const given = snapshot(args);
  if (schema === undefined || schema === null) return given;
  const once = parsed(schema, given);
  // The tool would repair what its schema refuses, and run with what nobody has decided on.
  if (once === undefined) throw new ValueError('refused_by_schema', 'the tool\'s schema refuses them');
  const copy = snapshot(once.value);
  const twice = parsed(schema, copy);
  if (twice === undefined || !writtenValue(copy).bytes.equals(writtenValue(snapshot(twice.value)).bytes)) {
    throw new ValueError('unsupported_schema', 'the schema changes what it has made: guard the definition, createTool(wrapTool(guard, {…}))');
  }
  return copy;
}

function checkedTool(tool) {
  if (!isContainer(tool) || typeof tool.id !== 'string' || typeof tool.execute !== 'function') {
    throw new CallgateError('invalid_option', 'a tool has an id and execute');
  }
}

/** The names that a tool has, where they are governed alike. */
function namesOf(guard, id, key) {
  if (key === undefined || key === id) return [id];
  const [byId, byKey] = [guard.rules(id), guard.rules(key)];
  const isAlike = byId.length === byKey.length && byId.every((rule, index) => rule === byKey[index]);
  if (isAlike && !guard.isStateful) return [id, key];
  throw new CallgateError('governed_differently',
    `the tool ${id} is called ${key} by the agent, and ${isAlike ? 'the policy keeps count of them apart' : 'other rules look at that name'}: `
    + `use its id as its key, {[tool.id]: tool}, or name both in each rule`);
}

/**
 * A tool that asks before it runs.
 *
 * @param tool what createTool gave, or what it is to be given
 */
function wrapTool(guard, tool, options = {}) {
  return wrappedTool(guard, tool, checkedOptions(options, toolOptions, 'wrapTool'), options.key);
}

function wrappedTool(guard, tool, options, key) {
  checkedTool(tool);
  const { generation } = options;
  if (generation !== undefined && !generations.includes(generation)) {
    throw new CallgateError('invalid_option', 'generation is input or context');
  }
  if (generation === 'context' && tool[toolMarker] === true) {
    throw new CallgateError('invalid_option', 'a tool of Mastra 1 takes its arguments first: leave generation out');
  }
  const names = namesOf(guard, tool.id, key);
  const { execute } = tool;
  // A definition has its schema applied by createTool, before it is run.
  const isCreated = tool[toolMarker] === true || Object.getPrototypeOf(tool) !== Object.prototype;
  const run = async (first, ...rest) => {
    let shape;
    const read = () => {
      shape = generationOf(tool, first, generation);
      const args = (shape === 'input' ? first : first.context) ?? {};
      return isCreated ? inside(tool, args) : args;
    };
    const call = {
      names, read,
      execution: () => (shape === 'input' ? rest[0] : first),
      run: (copy) => Reflect.apply(execute, tool, [shape === 'input' ? copy : replaced(first, { context: copy }), ...rest]),
    };
    return guarded(guard, call, options);
  };
  return replaced(tool, { execute: run });
}

/** Tools by their keys, as an agent has them. */
function wrapTools(guard, tools, options = {}) {
  checkedOptions(options, toolsOptions, 'wrapTools');
  return Object.fromEntries(Object.entries(tools).map(([key, tool]) => [key, wrappedTool(guard, tool, options, key)]));
}

/**
 * A step that asks before it runs; its arguments are its `inputData`.
 *
 * @param step what createStep is to be given, or what it gave
 */
function wrapStep(guard, step, options = {}) {
  checkedTool(step);
  checkedOptions(options, stepOptions, 'wrapStep');
  const { execute } = step;
  const names = namesOf(guard, step.id, options.key);
  const run = async (params) => {
    const call = {
      names,
      read: () => params.inputData ?? {},
      execution: () => params,
      run: (copy) => Reflect.apply(execute, step, [replaced(params, { inputData: copy })]),
    };
    return guarded(guard, call, options);
  };
  return replaced(step, { execute: run });
}

module.exports = { wrapTool, wrapTools, wrapStep, namesOf };
