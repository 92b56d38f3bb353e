import { type ReactNode, useCallback } from 'react';
import { Definition, type DefinitionContent } from '../../ui/Definition.tsx';
import type { TermId } from './glossary.ts';

/** A word that opens its definition. */
export function Term({ id, children }: { id: TermId; children: ReactNode }) {
  const load = useCallback(async (): Promise<DefinitionContent> => (await import('./definition-content.tsx')).contentOf(id), [id]);
  return <Definition load={load}>{children}</Definition>;
}
