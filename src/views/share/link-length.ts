/** What carries a link of some length: chats, mail programs and servers cut or refuse long ones. */
import { formatCount } from '../../base/format.ts';

const LIMITS: readonly { readonly above: number; readonly says: string }[] = [
  { above: 32_000, says: 'few programs carry such a link; take fewer figures' },
  { above: 8_000, says: 'many chats and mail programs cut links of this length; a document or a web page carries it' },
  { above: 2_000, says: 'some chats cut links of this length' },
];

/** A warning; null where everything carries it. */
export function carriedBy(length: number): string | null {
  const limit = LIMITS.find(({ above }) => length > above);
  return limit === undefined ? null : `Longer than ${formatCount(limit.above)} characters: ${limit.says}. Try it before you send it.`;
}
