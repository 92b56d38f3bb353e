/** A file in memory: its name, for messages, and its (inflated) bytes. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}
