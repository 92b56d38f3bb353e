/** A signal that is aborted, with the reason, when the job looks at it for the time after `looks` times: so a test can stop a job at each point where it may. */
export function abortedAtLook(looks: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const look = signal.throwIfAborted.bind(signal);
  let looked = 0;
  signal.throwIfAborted = () => {
    if (looked++ === looks) controller.abort(reason);
    look();
  };
  return signal;
}
