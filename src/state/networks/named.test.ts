import { expect, it } from 'vitest';
import { fakeState } from '../../testing/fake-app.ts';
import { namedPair, namedRoles } from './named.ts';

it('networks are told by role and name, as far as there are any, and long names are shortened', () => {
  const state = fakeState();
  const names = ['A', 'B', 'C'].map((role) => state.networks.find(({ id }) => id === state.roles[role as 'A'])?.name);
  expect(namedPair(state)).toBe(`A (${names[0]}) and B (${names[1]})`);
  expect(namedRoles(state, ['A', 'C'])).toBe(`A, ${names[0]}; C, ${names[2]}`);
  const none = { networks: [], roles: state.roles };
  expect([namedPair(none), namedRoles(none, ['A', 'B'])]).toEqual(['A and B', '']);
  const long = { ...state, networks: state.networks.map((entry) => ({ ...entry, name: 'n'.repeat(90) })) };
  expect(namedRoles(long, ['B'])).toBe(`B, ${'n'.repeat(39)}…`);
});
