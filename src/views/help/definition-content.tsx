/** Definitions with their pictures, fetched when the first is opened. */
import type { ReactNode } from 'react';
import type { DefinitionContent } from '../../ui/Definition.tsx';
import { type Entry, GLOSSARY, type TermId } from './glossary.ts';
import { OneLayerPicture } from './OneLayerPicture.tsx';
import { SwapPicture } from './SwapPicture.tsx';

const PICTURES: Readonly<Partial<Record<TermId, ReactNode>>> = {
  permutation: <SwapPicture />,
  'weight-matching': <SwapPicture />,
  'activation-matching': <SwapPicture />,
  'one-layer-more': <OneLayerPicture />,
};

export function contentOf(id: TermId): DefinitionContent {
  const { title, text, formula, source }: Entry = GLOSSARY[id];
  return { title, text, formula, source, picture: PICTURES[id] ?? null };
}
