import type { StreamOptions } from '../base/job.ts';
import type { Network } from '../nn/network.ts';
import type { JobName, JobPartial, JobRequest, JobResult } from './protocol.ts';
import type { BackendInfo } from './backend-names.ts';

/**
 * The page's handle on the computing worker. `run` starts a job and resolves with its result; an abort of `signal` cancels it
 * in the worker and rejects with `signal.reason`. Networks and files must be registered before a job names them; the client
 * keeps references and registers them again if the worker has to be replaced. Jobs are pure functions of their requests: those that
 * ran then begin again by themselves, their partial results taking the place of the earlier ones.
 */
export interface ComputeClient {
  run<N extends JobName>(name: N, request: JobRequest<N>, options?: StreamOptions<JobPartial<N>>): Promise<JobResult<N>>;
  registerNetwork(id: string, network: Network): void;
  forgetNetwork(id: string): void;
  registerFile(file: { name: string; sha256: string; bytes: Uint8Array }): void;
  /**
   * Called when the backend changes under way, and when the worker was replaced or has long said nothing; `reason` is for the person.
   * Returns a function that ends the subscription.
   */
  onBackendChange(listener: (info: BackendInfo) => void): () => void;
  /** Ends the worker; every running job rejects with an AbortError. */
  close(): void;
}
