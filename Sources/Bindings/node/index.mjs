import callgate from './index.cjs';

export const {
  Callgate, Decision, CallgateError, PolicyError, ValueError, CallDenied, ApprovalRequired, ResultBlocked, snapshot,
  wrapTool, wrapTools, wrapStep, mastraHooks, version,
} = callgate;
export default callgate;
