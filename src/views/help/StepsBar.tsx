import { later } from '../later.tsx';
import { useApp } from '../use-app.ts';

const FirstSteps = later(async () => (await import('./FirstSteps.tsx')).FirstSteps);

/** The first steps where they are shown; their code comes with them. */
export function StepsBar() {
  return useApp((state) => state.firstSteps) ? <FirstSteps /> : null;
}
