/** Hands the person a file. `data`: a data URL or text. */
export function saveFile(name: string, data: string, type?: string): void {
  const url = type === undefined ? data : URL.createObjectURL(new Blob([data], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  if (type !== undefined) setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
