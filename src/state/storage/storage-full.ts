/** What a person is told where the browser's storage did not take a network. */
export function unsavedText(name: string, error: unknown): string {
  return `'${name}' could not be saved in this browser${isFull(error) ? ': its storage is full' : ''}. It is there until the tab closes; export it to keep it, or delete others to make room.`;
}

function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
