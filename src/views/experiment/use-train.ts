import { useCallback } from 'react';
import { useRun } from '../use-app.ts';
import { showUnfinishedField } from './unfinished-field.ts';

/** Trains as the panel says; where one of its fields is refused, shows that field instead. */
export function useTrain(): () => void {
  const run = useRun();
  return useCallback(() => {
    if (!showUnfinishedField()) run('train');
  }, [run]);
}
