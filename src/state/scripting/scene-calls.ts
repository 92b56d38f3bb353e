/** The calls about scenes: what the panel does, by script. */
import { flag, numberIn } from '../../base/check.ts';
import { addScene, removeScene } from '../scenes/deck.ts';
import { MOST_SCENES, type Scene, type SceneText, TEXT_CHECKS } from '../scenes/scene.ts';
import { showScene } from '../scenes/showing.ts';
import { actionOf } from '../actions/registry.ts';
import type { Session } from '../session.ts';
import type { Calling } from './figure-calls.ts';
import { given, required, taken } from './reading.ts';

const TEXT_KEYS = Object.keys(TEXT_CHECKS) as (keyof SceneText)[];

export function sceneCalls({ job, session }: { job: Calling['job']; session: Session }) {
  const readIndex = (index: unknown): number => numberIn(0, MOST_SCENES - 1, 'integer')(index, 'index');
  return {
    scenes: () => job(undefined, false, (): Promise<Scene[]> => Promise.resolve(structuredClone([...session.store.getState().talk.scenes]))),
    addScene: (argument: unknown) =>
      job(undefined, false, (): Promise<number> => {
        const value = given(argument, TEXT_KEYS);
        const title = required(value, 'title', TEXT_CHECKS.title);
        const text = {
          note: taken(value, 'note', TEXT_CHECKS.note, ''),
          say: taken(value, 'say', TEXT_CHECKS.say, ''),
          task: taken(value, 'task', TEXT_CHECKS.task, ''),
          question: taken(value, 'question', TEXT_CHECKS.question, ''),
          answer: taken(value, 'answer', TEXT_CHECKS.answer, ''),
          until: taken(value, 'until', TEXT_CHECKS.until, null),
        };
        return Promise.resolve(addScene(session, { title, ...text }));
      }),
    showScene: (index: unknown) => job(undefined, true, () => showScene(session, readIndex(index))),
    removeScene: (index: unknown) =>
      job(undefined, false, () => {
        removeScene(session, readIndex(index));
        return Promise.resolve();
      }),
    present: (on: unknown) =>
      job(undefined, true, async () => {
        await actionOf('present').run(session, { on: flag(on, 'on') });
      }),
  };
}
