/**
 * The first key that stands twice in one object of a JSON text, as a path, or null. `JSON.parse` keeps the last one silently.
 *
 * @param text JSON that `JSON.parse` has accepted; anything else gives no meaningful answer.
 */
export function duplicateKey(text: string): string | null {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;
  const open: { keys: Set<string> | null; key: string }[] = [];
  let expectsKey = false;
  for (const [part] of text.matchAll(token)) {
    const inside = open.at(-1);
    if (part === '{' || part === '[') {
      open.push({ keys: part === '{' ? new Set() : null, key: '' });
      expectsKey = part === '{';
    } else if (part === '}' || part === ']') {
      open.pop();
      expectsKey = false;
    } else if (part === ',') {
      expectsKey = inside?.keys != null;
    } else if (part !== ':' && expectsKey && inside?.keys) {
      const key = JSON.parse(part) as string;
      inside.key = key;
      if (inside.keys.has(key))
        return open
          .map((level) => level.key)
          .filter((name) => name !== '')
          .join('.');
      inside.keys.add(key);
      expectsKey = false;
    }
  }
  return null;
}

/**
 * The byte at which JSON opens more than `limit` brackets inside each other, or null. To be asked before `JSON.parse`, which follows
 * them as deep as they go.
 */
export function tooDeep(json: Uint8Array, limit: number): number | null {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const character = String.fromCharCode(json[at]);
    if (inText && character === '\\') at++;
    else if (character === '"') inText = !inText;
    else if (!inText && (character === '{' || character === '[')) depth++;
    else if (!inText && (character === '}' || character === ']')) depth--;
    if (depth > limit) return at;
  }
  return null;
}
