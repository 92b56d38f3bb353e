/** Networks of a run with equally many examples and equally many epochs done, which take their steps together. */
import type { Examples } from '../../datasets/dataset.ts';
import { seededRandom } from '../../linalg/random.ts';
import { orderSeedAt } from '../../nn/seeds.ts';
import type { Training } from '../../nn/training.ts';
import type { Learner, LearnerSetup, StepSize } from './learner.ts';
import type { MakeLearners } from './learning.ts';
import { divergenceAt, type Member } from './member.ts';
import { learningRateAt, momentumAt } from './schedule.ts';
import type { StartingPoint } from './trainer-request.ts';

export interface TrainingGroup {
  readonly members: readonly Member[];
  readonly learners: readonly Learner[];
  /** Examples of each network. */
  readonly count: number;
  readonly stepsPerEpoch: number;
  /** Epochs done before this run. */
  readonly from: number;
  step: number;
}

/** All networks of a run: where each starts, and where it goes on, if it does. */
export interface Beginnings {
  readonly members: readonly Member[];
  readonly starts: readonly Float32Array[];
  readonly from: readonly (StartingPoint | null)[];
}

/** The groups in the order of the first network of each. The caller disposes their learners. */
export function gatherGroups(
  { architecture, training, examples }: LearnerSetup,
  { members, starts, from }: Beginnings,
  makeLearners: MakeLearners,
): TrainingGroup[] {
  const groups = new Map<string, number[]>();
  for (const [m, member] of members.entries()) {
    const key = `${countOf(member, examples)} ${from.at(m)?.epoch ?? 0}`;
    groups.set(key, [...(groups.get(key) ?? []), m]);
  }
  return [...groups.values()].map((group) => {
    const count = countOf(members[group[0]], examples);
    const begun = from.at(group[0])?.epoch ?? 0;
    const states = group.flatMap((m) => from.at(m)?.optimizer ?? []);
    const stepsPerEpoch = Math.ceil(count / training.batchSize);
    const learners = makeLearners(
      architecture,
      training,
      examples,
      group.map((m) => starts[m]),
      states.length === 0 ? null : states,
    );
    return { members: group.map((m) => members[m]), learners, count, stepsPerEpoch, from: begun, step: begun * stepsPerEpoch };
  });
}

function countOf({ places }: Member, all: Examples): number {
  return places?.length ?? all.count;
}

/** Whether a group has yet to do an epoch; a fresh one begins with epoch 0. */
export function takesPart({ from }: TrainingGroup, epoch: number): boolean {
  return from === 0 || epoch > from;
}

/** The order of each network's examples in an epoch, as indices of the training split. */
export function ordersOf({ members, count }: TrainingGroup, epoch: number): Int32Array[] {
  return members.map(({ seeds, places }) => {
    const order = seededRandom(orderSeedAt(seeds, epoch), 'order', epoch).permutation(count);
    return places === null ? order : order.map((i) => places[i]);
  });
}

/** What the schedule says of a group's next steps. */
export function sizesOf({ step, stepsPerEpoch }: TrainingGroup, training: Training, count: number): StepSize[] {
  return Array.from({ length: count }, (_, i) => {
    const momentum = momentumAt(training, step + i, stepsPerEpoch);
    return { rate: learningRateAt(training, step + i, stepsPerEpoch), ...(momentum === undefined ? {} : { momentum }) };
  });
}

/** Writes down which networks took fewer steps than their group: they diverged. */
export async function findDiverged({ members, learners, step, stepsPerEpoch }: TrainingGroup, training: Training): Promise<void> {
  let m = 0;
  for (const learner of learners) {
    for (const taken of await learner.stepsTaken()) {
      const member = members[m++];
      if (taken < step) member.diverged ??= divergenceAt(member, taken + 1, stepsPerEpoch, training);
    }
  }
}
