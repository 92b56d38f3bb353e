/** A file in memory: its name, for messages, and its (inflated) bytes. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 12000 as '12,000', the same in every browser. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}
