import { expect, it } from 'vitest';
import type { AppState } from '../app-state.ts';
import { realigned } from './roles.ts';

const roles = { A: 'a', B: 'b', C: 'c' };
const aligned = { B: 'b′', C: 'c′' };
const now = (patch: Partial<AppState>, ids = ['a', 'b', 'c', 'b′', 'c′']): AppState =>
  ({ networks: ids.map((id) => ({ id })), roles, aligned: { B: null, C: null }, ...patch }) as AppState;

it('gives copies back to the roles that are as they were, while they exist and nothing else stands there', () => {
  expect(realigned(now({}), roles, aligned)).toEqual(aligned);
  expect(realigned(now({ roles: { ...roles, C: 'd' } }), roles, aligned)).toEqual({ B: 'b′', C: null });
  expect(realigned(now({ roles: { ...roles, A: 'd' } }), roles, aligned)).toEqual({ B: null, C: null });
  expect(realigned(now({}, ['a', 'b', 'c', 'c′']), roles, aligned)).toEqual({ B: null, C: 'c′' });
  expect(realigned(now({ aligned: { B: 'other', C: null } }), roles, aligned)).toEqual({ B: 'other', C: 'c′' });
});
