/** Names of files that every system takes. */

/** What some system forbids in a name: separators, wildcards, and characters that do not show (directions of writing among them). */
const FORBIDDEN = /[/\\:*?"<>|]|\p{C}/gu;
/** Devices of Windows: no file may have such a name, whatever its extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file's name from what a person called the thing: 'seed 3/5' and 'safetensors' give 'seed 3-5.safetensors'. The extension is not doubled. */
export function fileName(name: string, extension: string): string {
  const end = `.${extension}`;
  const whole = name.toLowerCase().endsWith(end) ? name.slice(0, -end.length) : name;
  const safe = whole.replace(FORBIDDEN, '-').replace(/^[\s.]+|[\s.]+$/g, '');
  return `${safe === '' || RESERVED.test(safe) ? `network ${safe}`.trim() : safe}${end}`;
}
