import type { ReactNode } from 'react';
import { Definition } from '../../ui/Definition.tsx';
import { GLOSSARY, type TermId } from './glossary.ts';

/** A word that opens its definition. */
export function Term({ id, children }: { id: TermId; children: ReactNode }) {
  const { title, text, formula, source } = GLOSSARY[id];
  return (
    <Definition title={title} text={text} formula={formula} source={source}>
      {children}
    </Definition>
  );
}
