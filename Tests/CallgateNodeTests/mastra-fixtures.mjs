// Shapes of Mastra's tools, steps, agents and contexts, as its documentation describes them, in both generations.

/** A schema in the form of Standard Schema: fields with their types, defaults and conversions. */
export function schema(fields) {
  const validate = (value) => {
    const out = {};
    for (const [key, { type, byDefault, convert }] of Object.entries(fields)) {
      let field = Object.hasOwn(value ?? {}, key) ? value[key] : byDefault;
      if (convert !== undefined && field !== undefined) field = convert(field);
      if (field === undefined) continue;
      if (typeof field !== type) return { issues: [{ message: `${key} is no ${type}`, path: [key] }] };
      out[key] = field;
    }
    return { value: out };
  };
  return { '~standard': { version: 1, vendor: 'fixture', validate } };
}

/** Mastra 1: `execute(inputData, context)`, checked against its schema inside; marked as a tool. */
export class Tool {
  constructor({ id, description = '', inputSchema, execute }) {
    this[Symbol.for('mastra.core.tool.Tool')] = true;
    this.id = id;
    this.description = description;
    this.inputSchema = inputSchema;
    if (execute !== undefined) {
      this.execute = async (inputData, context) => {
        const isResuming = (context?.agent?.resumeData ?? context?.workflow?.resumeData) != null;
        if (isResuming || this.inputSchema === undefined) return execute(inputData, context);
        const result = this.inputSchema['~standard'].validate(inputData);
        return result.issues === undefined ? execute(result.value, context) : { error: true, message: result.issues[0].message };
      };
    }
  }
}

/** Before Mastra 1: `execute({context, runtimeContext, ...}, options)`. */
export class OldTool {
  constructor({ id, description = '', inputSchema, execute }) {
    this.id = id;
    this.description = description;
    this.inputSchema = inputSchema;
    this.execute = execute;
  }
}

export const createTool = (options) => new Tool(options);
export const createOldTool = (options) => new OldTool(options);
export const createStep = (options) => ({ ...options, component: 'STEP' });

/** What carries a request's values, as `requestContext` and, before, as `runtimeContext`. */
export class RequestContext {
  #values;
  constructor(values = {}) {
    this.#values = new Map(Object.entries(values));
  }
  get(key) {
    return this.#values.get(key);
  }
}

/** An agent as far as it calls tools: hooks are told the key, and those of one call replace the agent's own. */
export class Agent {
  constructor({ tools, hooks = {} }) {
    this.tools = tools;
    this.hooks = hooks;
  }
  async call(toolName, input, { requestContext = new RequestContext(), hooks = {}, threadId = 'thread-1' } = {}) {
    const { beforeToolCall, afterToolCall } = { ...this.hooks, ...hooks };
    const agent = { toolCallId: 'call-1', messages: [], threadId };
    const context = { toolName, input, requestContext, agent };
    const before = await beforeToolCall?.(context);
    if (before?.proceed === false) return before.output;
    let output;
    try {
      output = await this.tools[toolName].execute(input, { requestContext, agent });
    } catch (error) {
      await afterToolCall?.({ ...context, error });
      throw error;
    }
    await afterToolCall?.({ ...context, output });
    return output;
  }
}

/** How a workflow runs a step. */
export function runStep(step, inputData, { requestContext = new RequestContext() } = {}) {
  return step.execute({
    runId: 'run-1', inputData, requestContext, state: {}, getStepResult: () => undefined, suspend: async () => undefined,
    get mastra() { return { getAgent: () => undefined }; },
  });
}
