/**
 * CIFAR-10's binary batches (Krizhevsky 2009, "binary version"): records of 3073 bytes, a label and then 1024 red, 1024 green and
 * 1024 blue values of a 32 x 32 image. There is no header, so the length and the labels are all that can be checked.
 */
import { badFile } from '../base/bad-file.ts';
import type { NamedBytes } from './named-bytes.ts';

export const CIFAR_SIDE = 32;
export const CIFAR_RECORD_BYTES = 1 + 3 * CIFAR_SIDE * CIFAR_SIDE;
export const CIFAR_CLASSES: readonly string[] = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/**
 * How many images a batch holds, after checking its length and every label.
 *
 * @throws RidgelineError 'bad-file' naming the file, the byte and the rule.
 */
export function checkCifarBatch(file: NamedBytes): number {
  const { name, bytes } = file;
  const count = Math.floor(bytes.length / CIFAR_RECORD_BYTES);
  const extra = bytes.length - count * CIFAR_RECORD_BYTES;
  if (extra !== 0 || count === 0) {
    throw badFile(
      name,
      `byte ${count * CIFAR_RECORD_BYTES}`,
      `has ${bytes.length} bytes, which is no whole number of ${CIFAR_RECORD_BYTES}-byte records (${count} and ${extra} bytes over): truncated, or not a CIFAR-10 binary batch.`,
    );
  }
  for (let record = 0; record < count; record++) {
    const at = record * CIFAR_RECORD_BYTES;
    if (bytes[at] < CIFAR_CLASSES.length) continue;
    throw badFile(name, `byte ${at} (record ${record + 1})`, `label ${bytes[at]} is not one of 0 to 9. Is this a CIFAR-10 binary batch?`, bytes[at]);
  }
  return count;
}

/** True where length and first labels fit a CIFAR-10 batch. For sniffing only. */
export function looksLikeCifarBatch(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % CIFAR_RECORD_BYTES !== 0) return false;
  for (let at = 0; at < bytes.length && at < 64 * CIFAR_RECORD_BYTES; at += CIFAR_RECORD_BYTES) {
    if (bytes[at] >= CIFAR_CLASSES.length) return false;
  }
  return true;
}
