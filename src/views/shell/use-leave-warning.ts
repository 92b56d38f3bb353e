/** Leaving the page while networks train would lose them: the browser asks first. */
import { useEffect } from 'react';
import { useApp } from '../use-app.ts';

export function useLeaveWarning(): void {
  const losing = useApp((state) => state.training.status === 'running' && !state.demonstration);
  useEffect(() => {
    if (!losing) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [losing]);
}
