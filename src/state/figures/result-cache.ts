/** Results by request: the newest are kept, the least used go first. */
export class ResultCache {
  private readonly entries = new Map<string, unknown>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  get(key: string): unknown {
    const found = this.entries.get(key);
    if (found !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, found);
    }
    return found;
  }

  set(key: string, value: unknown): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.most) return;
      this.entries.delete(oldest);
    }
  }

  clear(): void {
    this.entries.clear();
  }
}
