/** The words of an address that name the channel; null where they are none that Ridgeline wrote. */
export function readChannelName(name: string | null): string | null {
  return name !== null && /^[0-9a-f]{12}$/.test(name) ? name : null;
}
