/** A value of JSON as this package takes it; spec/embedding.md has what is refused. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type Effect = 'allow' | 'review' | 'deny';
export type Reason =
  | 'rule' | 'default' | 'ungoverned' | 'error' | 'malformed' | 'trap' | 'limit' | 'role' | 'session' | 'trust' | 'flow'
  | 'approval' | 'records'
  /** There is no decision of the policy: the guard is closed, or could not be asked. */
  | 'none';

/** Paths of files, folders or images, which are one policy; an image's bytes; or documents. */
export type Policy = string | readonly string[] | Uint8Array | PolicyDocument | readonly PolicyDocument[];

export interface PolicyDocument {
  /** What diagnostics call it. */
  name?: string;
  text: string | Uint8Array;
}

export interface GuardOptions {
  policy: Policy;
  /** Files, or documents, that declare tools: an MCP server's `tools/list`. Rules are checked against them. */
  tools?: string | PolicyDocument | readonly (string | PolicyDocument)[];
  /** 32 bytes of Ed25519. Then only images that its key has signed are loaded. */
  publicKey?: Uint8Array;
  /** Reads the policy again when its files change; looks each second, or each `interval` milliseconds. */
  watch?: boolean | { interval: number };
  /** Told of each reload by `watch`. Left out, those that fail are warnings of the process. */
  onReload?: (event: { error: Error } | { error: undefined; digest: Uint8Array; diagnostics: Diagnostic[] }) => void;
  /** Whether what is kept over time goes by the system's clock or by `setTime`, beginning with 1970. */
  clock?: 'system' | 'manual';
  /** Room for what is kept; the defaults are those of spec/limits.md, and the most. */
  limits?: { sessions?: number; limitKeys?: number; approvals?: number };
}

export interface CallOptions {
  session?: string;
  /** The session that this one is a child of, where it begins with the call. */
  parent?: string;
  /** Names the call in approvals and causes; left out, the guard makes one. */
  id?: string;
  /** The token of an approval of exactly this call. */
  approval?: string;
}

export type CheckedCall = CallOptions & (
  | { tool: string; args?: object; context?: object; call?: undefined }
  /** The bytes of a call, `{"tool": ..., "args": ..., "context": ...}`. */
  | { call: Uint8Array });

export interface DecisionError {
  /** A stable name. */
  kind: string;
  /** For people. */
  detail: string;
  /** The byte of the call that it is about. */
  offset?: number;
}

/**
 * What a guard says of a call. Texts are made when they are asked for: once the guard is closed, those that nobody has asked
 * for throw, where the decision is one that it does not keep.
 */
export class Decision {
  private constructor();
  readonly decision: Effect;
  /** Whether `decision` is `allow`. */
  readonly allowed: boolean;
  readonly reason: Reason;
  readonly rule: string | undefined;
  readonly message: string | undefined;
  readonly tool: string | undefined;
  readonly approvers: readonly string[];
  readonly timeoutSeconds: number | undefined;
  readonly matched: readonly string[];
  readonly monitored: readonly string[];
  readonly error: DecisionError | undefined;
  /** What was thrown while the call was read. */
  readonly thrown: unknown;
  /** The decision line of spec/decisions.md, to the byte. */
  readonly line: string;
  /** Of decisions that the guard keeps, as those of `check`: the call's ID, which is its approval's too. */
  readonly id: string | undefined;
  /** Of those likewise: the ID of the call whose result is the reason. */
  readonly cause: string | undefined;
  /** Until when the approval can be given. */
  readonly deadline: Date | undefined;
  /** Why the token was refused, or no approval could be opened. */
  readonly approvalError: string | undefined;
  /** What each part of each condition came to, as `callgate explain --json` has it; undefined where nothing was evaluated. */
  explain(): any;
  toJSON(): object;
}

export interface Judgement {
  /** Whether the agent may have the result. */
  passes: boolean;
  trusted: boolean;
  labels: string[];
  rules: string[];
  session?: SessionState;
}

export interface SessionState {
  trusted: boolean;
  labels: string[];
}

export interface Approval {
  id: string;
  state: 'pending' | 'approved' | 'rejected' | 'used' | 'revoked';
  /** Lets the call through, once all have approved. */
  token: string | undefined;
  tool: string;
  session: string | undefined;
  /** Those who have approved. */
  approvers: string[];
  deadline: Date;
}

export type Approver = string | { id: string; groups?: readonly string[] };

/** What options that are functions are asked about: the arguments are the frozen snapshot that is decided on. */
export interface WrappedCall<Execution> {
  readonly tool: string;
  readonly args: any;
  readonly execution: Execution;
}

type Each<Execution, Value> = Value | ((call: WrappedCall<Execution>) => Value | Promise<Value>);

export interface WrapOptions<Execution = unknown> {
  /** What the call is made in: never the model's to say. */
  context?: Each<Execution, object | undefined>;
  session?: Each<Execution, string | undefined>;
  parent?: Each<Execution, string | undefined>;
  id?: Each<Execution, string | undefined>;
  approval?: Each<Execution, string | undefined>;
  /** Gives what a refused call comes to, instead of an error. */
  onRefused?: (decision: Decision) => unknown;
}

/** Decides calls by a policy. */
export class Callgate {
  private constructor();
  /**
   * Compiles or loads a policy, on another thread.
   *
   * @throws {TypeError} here and wherever there are options: one of a name that there is none of
   */
  static init(options: GuardOptions): Promise<Callgate>;
  static initSync(options: GuardOptions): Callgate;

  /** Whether the policy keeps something from call to call: limits, sessions, what results are. */
  readonly isStateful: boolean;
  readonly isClosed: boolean;
  /** SHA-256 of the policy's sources. */
  readonly digest: Uint8Array;
  /** The compiled policy. */
  readonly image: Uint8Array;

  /** Decides on a call. What can't be decided on is denied. Opens no approval, unless `isStateful`. */
  guardSync(tool: string, args?: object, context?: object): Decision;
  /** Likewise, and looks for keys that are symbols, too; with options, as `check` does. */
  guard(tool: string, args?: object, context?: object, options?: CallOptions): Promise<Decision>;
  /**
   * Decides on the bytes of a call. With `now`, a Date or milliseconds, it is decided without what is kept from call to call.
   *
   * @throws {CallgateError} `invalid_option`, where `now` is no time
   */
  decide(bytes: Uint8Array, options?: { now?: Date | number }): Decision;
  /** Decides on a call by what came before, and opens an approval where it wants a review. */
  check(call: CheckedCall): Decision;
  /** Judges what an allowed call gave back, and notes in its session what that has read. */
  recordResult(decision: Decision, result: unknown): Judgement;

  /** @throws {CallgateError} with the code `approval_...` where the answer does not count */
  approve(id: string, by: Approver): Approval | undefined;
  reject(id: string, by: Approver): Approval | undefined;
  revoke(id: string): Approval | undefined;
  approval(id: string): Approval | undefined;
  session(id: string): SessionState | undefined;
  setTime(now: Date | number): void;
  /** A guard of its own that is driven by lines, as `callgate eval --stateful` is: from an event to its answer. */
  events(): (event: string | Uint8Array) => string;
  /** The names of the rules that look at a tool, in the order of the policy. */
  rules(tool: string): string[];

  /** A function that asks before it does anything. Its first argument is the tool's arguments. */
  wrap<Args extends object, Rest extends unknown[], Result>(
    body: (args: Args, ...rest: Rest) => Result, tool: string, options?: WrapOptions<Rest>,
  ): (args?: Args, ...rest: Rest) => Promise<Awaited<Result>>;

  /** Reads the policy again, or another one, with the same `tools` and `publicKey`. Where that fails, the old one stays. */
  reload(policy?: Policy): Promise<{ digest: Uint8Array; diagnostics: Diagnostic[] }>;
  /** Frees what the guard has. Its calls are denied from here on. */
  close(): void;
}

export interface Diagnostic {
  severity: 'error' | 'warning';
  message: string;
  file: string | undefined;
  line?: number;
  column?: number;
  suggestion: string | undefined;
  /** All of it, with the line and a mark under the place. */
  rendered: string;
}

export class CallgateError extends Error {
  constructor(code: string, message: string, options?: { cause?: unknown });
  /** A stable name. */
  readonly code: string;
}

/** A policy that has errors, or can't be read. */
export class PolicyError extends CallgateError {
  constructor(diagnostics: Diagnostic[], fallback: string);
  readonly diagnostics: Diagnostic[];
}

/** A value that JSON can't carry, or can't carry unchanged. */
export class ValueError extends CallgateError {
  readonly path: string;
}

/** A call that may not be made. */
export class CallDenied extends CallgateError {
  constructor(decision: Decision);
  readonly decision: Decision;
}

/** A call that waits for somebody's approval. */
export class ApprovalRequired extends CallgateError {
  constructor(decision: Decision);
  readonly decision: Decision;
  /** What to approve or reject. */
  readonly id: string;
  readonly approvers: readonly string[];
}

/** A result that is kept from the agent. */
export class ResultBlocked extends CallgateError {
  constructor(decision: Decision, judgement: Judgement);
  readonly decision: Decision;
  readonly judgement: Judgement;
}

/** A frozen copy, to its depth, of a value of JSON. */
export function snapshot<Value>(value: Value): Value;

export interface ToolsOptions extends WrapOptions<any> {
  /** Where the arguments are: `execute(inputData, context)` or `execute({context, runtimeContext})`. Left out, it is found out. */
  generation?: 'input' | 'context';
}

export interface ToolOptions extends ToolsOptions {
  /** What the agent calls the tool; refused where other rules look at it than at the tool's id. */
  key?: string;
}

export interface StepOptions extends WrapOptions<any> {
  /** What the step is called besides; refused as a tool's is. */
  key?: string;
}

type Executable = { id: string; execute?: (...args: any[]) => any };

/** A tool of Mastra that asks before it runs: what createTool gave, or what it is to be given. */
export function wrapTool<Tool extends Executable>(guard: Callgate, tool: Tool, options?: ToolOptions): Tool;
/** Tools by their keys, as an agent has them. */
export function wrapTools<Tools extends Record<string, Executable>>(guard: Callgate, tools: Tools, options?: ToolsOptions): Tools;
/** A step of Mastra that asks before it runs: what createStep is to be given, or what it gave. */
export function wrapStep<Step extends Executable>(guard: Callgate, step: Step, options?: StepOptions): Step;

/** As of `wrap`, but for `onRefused`. */
export interface HookOptions extends Omit<WrapOptions<any>, 'onRefused'> {
  /** The agent's tools: their ids are matched besides the keys that hooks are told. */
  tools?: Record<string, { id?: string }>;
  /** What the agent gets in place of a refused call's result. */
  output?: (decision: Decision) => unknown;
}

/** Hooks of an agent of Mastra: `new Agent({hooks: mastraHooks(guard)})`. */
export function mastraHooks(guard: Callgate, options?: HookOptions): {
  beforeToolCall(context: { toolName: string; input?: any }): Promise<{ proceed: false; output: unknown } | undefined>;
  afterToolCall(context: { toolName: string; input?: any; output?: unknown; error?: unknown }): Promise<void>;
};

/** The library's version. */
export const version: string;
