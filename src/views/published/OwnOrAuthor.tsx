import type { ReactNode } from 'react';
import { showsAuthor } from '../../state/published/screen.ts';
import { useApp } from '../use-app.ts';
import { AuthorPanel } from './AuthorPanel.tsx';

/** What there is: the panels of the page's own data and networks, or those of an author's while their figures are shown. */
export function OwnOrAuthor({ children }: { children: ReactNode }) {
  return useApp(showsAuthor) ? <AuthorPanel /> : children;
}
