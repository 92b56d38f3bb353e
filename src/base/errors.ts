/**
 * Every error that a person or a script can meet. A code to branch on, the argument at fault, what was
 * received, and a message that says what was wrong and what to do. Errors cross the worker boundary as
 * plain data (`toPlainError`) and are rebuilt on the other side (`fromPlainError`).
 */
export type ErrorCode =
  | 'invalid-argument'
  | 'unknown-key'
  | 'shape-mismatch'
  | 'bad-file'
  | 'bad-link'
  | 'not-found'
  | 'degenerate'
  | 'diverged'
  | 'too-large'
  | 'unsupported'
  | 'fetch-failed'
  | 'storage-failed'
  | 'backend-failed'
  | 'internal';

export class RidgelineError extends Error {
  readonly code: ErrorCode;
  /** Dotted path of the argument at fault, such as `training.learningRate`; null where there is none. */
  readonly argument: string | null;
  /** What was received, shortened for display. */
  readonly received: unknown;
  /** What the argument must be, as the message says it; null where it says more than that. Stays on its side of a worker boundary. */
  readonly wanted: string | null;

  constructor(code: ErrorCode, message: string, detail: { argument?: string; received?: unknown; wanted?: string } = {}) {
    super(message);
    this.name = 'RidgelineError';
    this.code = code;
    this.argument = detail.argument ?? null;
    this.received = detail.received;
    this.wanted = detail.wanted ?? null;
  }
}

export interface PlainError {
  name: string;
  message: string;
  code: ErrorCode | null;
  argument: string | null;
  received: unknown;
}

/** Error to structured-cloneable data. `received` is kept only where it is a primitive or small plain JSON. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof RidgelineError) {
    const { name, message, code, argument } = error;
    return { name, message, code, argument, received: cloneable(error.received) };
  }
  if (error instanceof Error) return { name: error.name, message: error.message, code: null, argument: null, received: null };
  return { name: 'Error', message: String(error), code: null, argument: null, received: null };
}

/** Rebuilds the class on the other side of a worker boundary; an AbortError becomes a DOMException again. */
export function fromPlainError(plain: PlainError): Error {
  if (plain.code !== null) {
    return new RidgelineError(plain.code, plain.message, {
      ...(plain.argument === null ? {} : { argument: plain.argument }),
      received: plain.received,
    });
  }
  if (plain.name === 'AbortError') return new DOMException(plain.message, 'AbortError');
  return new RidgelineError('internal', plain.message);
}

/** True for a cancelled job: never to be shown to a person as an error. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The value itself where it is small plain JSON, else a short text in its place. */
function cloneable(value: unknown): unknown {
  if (value === undefined) return null;
  try {
    const text = JSON.stringify(value);
    return text.length > 2000 ? `${text.slice(0, 200)}…` : (JSON.parse(text) as unknown);
  } catch {
    return `a ${typeof value}`;
  }
}
