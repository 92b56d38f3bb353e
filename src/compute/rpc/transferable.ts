/** The whole buffers of a result's typed arrays, each once, to hand over instead of copying. */
export function transferables(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength && value.byteLength > 0) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    for (const entry of value) transferables(entry, found);
  } else if (value !== null && typeof value === 'object') {
    for (const entry of Object.values(value)) transferables(entry, found);
  }
  return [...found];
}
