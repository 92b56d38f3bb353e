// What each entry of the gallery shows and says. `make(api)` drives the page by window.ridgeline and gives the scenes' text as it goes;
// what a text claims of its figures is checked there, so that an entry that stopped being true is not written.

/** A claim that the figures must bear out. */
function claim(holds, what) {
  if (!holds) throw new Error(`not so: ${what}`);
}

const MOONS = { id: 'moons', noise: 0.1, seed: 0 };
/** Trains three networks on two moons and matches B and C onto A, as the page does. */
async function threeOnMoons(api, architecture, training = {}, size = 256) {
  await api.call('loadDataset', { ...MOONS, trainSize: size, testSize: size });
  // Coarser than the page's own: a few of the bytes.
  await api.call('setView', { plane: { resolution: 27 } });
  // Checkpoints would be most of a bundle's bytes.
  const networks = await api.call('train', { architecture, training: { checkpoints: 2, ...training }, seeds: [1, 2, 3] });
  await api.calm();
  const copied = (await api.call('networks')).some(({ origin }) => origin.kind === 'aligned' && origin.source === networks[1].id);
  if (architecture.hidden.length > 0 && !copied) await api.run('align');
  return networks.map(({ id }) => id);
}

/** Of the path from A to B, and to its aligned copy: barriers above the chord, and the error of the two together. */
async function barriers(api, [a, b]) {
  const copy = (await api.call('networks')).find(({ origin }) => origin.kind === 'aligned' && origin.source === b);
  const naive = await api.call('curve', { a, b, refine: true });
  const aligned = await api.call('curve', { a, b: copy.id, refine: true });
  return { naive: naive.barrier.lerp, aligned: aligned.barrier.lerp, se: Math.hypot(naive.se.lerp, aligned.se.lerp) };
}

const PATH = (path, alpha) => ({ probe: { kind: 'path', path, alpha } });

async function averaging(api) {
  const ids = await threeOnMoons(api, { hidden: [32] });
  const { naive, aligned, se } = await barriers(api, ids);
  claim(naive > 10 * aligned && naive - aligned > 2 * se, `matching removes nearly all of the barrier (${naive}, ${aligned})`);
  await api.scene(PATH('naive', 0), {
    title: 'Two networks, both right',
    say: 'A and B saw the same points in another order and began at other random weights. Each tells the two moons apart. The picture on the right is network A: its colours are its answers.',
    task: 'Drag α all the way to B and look at the picture: another boundary, as good as the first.',
    until: { kind: 'alpha', alpha: 1, within: 0.02 },
  });
  await api.scene(PATH('naive', 0.5), {
    title: 'Their average is neither',
    say: 'Half-way, every weight is the mean of A’s and B’s. The dashed line is the loss on the way: it rises, and that rise above the straight line between the ends is the barrier.',
    question: 'A and B are both right. Why is their mean so wrong?',
    answer:
      'Neuron 7 of A and neuron 7 of B need not do the same work. The mean of two different neurons does neither’s. Any order of the hidden neurons gives the same function, and training chose two different orders.',
  });
  await api.scene(PATH('aligned', 0.5), {
    title: 'The same average, with the neurons in order',
    say: 'B′ is B with its hidden neurons in another order, chosen so that they resemble A’s. It computes what B computes. The solid line is the way from A to B′.',
    task: 'Drag α along the solid path and watch the picture.',
    question: 'B′ and B are the same function. How can their ways to A differ?',
    answer:
      'The way is straight in the space of weights, not in the space of functions. B and B′ are two points of that space with the same function; one lies behind a ridge as seen from A, the other does not.',
  });
}

async function width(api) {
  const measured = {};
  for (const [hidden, title, text] of [
    [
      4,
      'Four neurons',
      'With four hidden neurons there is little choice: what A’s neurons do, B’s need not do at all, and no order of them makes them alike.',
    ],
    [128, '128 neurons', 'With 128 hidden neurons A and B hold much the same neurons, in another order.'],
  ]) {
    measured[hidden] = await barriers(api, await threeOnMoons(api, { hidden: [hidden] }));
    await api.scene(PATH('aligned', 0.5), {
      title,
      say: `${text} Dashed is the way from A to B as they came out of training, solid the way to B with its neurons matched to A’s.`,
      task: 'Write down both barriers from the key above the path, with their ±.',
      ...(hidden === 4
        ? {}
        : {
            question: 'Which part of its barrier is left after matching, at 4 neurons and at 128?',
            answer:
              'Divide the solid path’s barrier by the dashed one’s at either width: the part that is left is much smaller at 128. Other seeds give other numbers; try several before you believe a rule.',
          }),
    });
  }
  const left = (hidden) => measured[hidden].aligned / measured[hidden].naive;
  claim(left(128) < left(4), `less is left at 128 (${left(128)}) than at 4 (${left(4)})`);
}

async function noHelp(api) {
  const ids = await threeOnMoons(api, { hidden: [8, 8, 8, 8, 8, 8] }, { learningRate: 0.01 }, 512);
  const { naive, aligned, se } = await barriers(api, ids);
  claim(aligned > naive - 2 * se, `matching does not lower the barrier (${naive}, ${aligned} ± ${se})`);
  await api.scene(PATH('aligned', 0.5), {
    title: 'Closer is not lower',
    say: 'Six hidden layers of 8. Weight matching brings B nearer to A. Yet the barrier of the solid line is not lower than that of the dashed one, beyond their errors.',
    task: 'Read the sentence above the figures. Then press Recompute, which brings the networks: Align says from which distance to which B came, and “Which neurons match” shows the pairs.',
    question: 'What does weight matching make small, and what would we like to be small?',
    answer:
      'It makes the distance of the weights small. We want a small loss half-way. In one hidden layer of a wide network the one tends to bring the other; in a deep one it is a local optimum of another goal.',
  });
  await api.scene(
    { ...PATH('naive', 0.5), large: 'layers' },
    {
      title: 'Where it stays',
      say: 'Each row averages one layer alone and leaves the others as A or B has them.',
      task: 'Compare the row “full” with the layers’ rows, naive and aligned.',
      question: 'Do the barriers of the single layers add up to the full one?',
      answer: 'They need not: the loss is no sum over layers. What two layers do together is in none of the single rows.',
    },
  );
}

async function linear(api) {
  const [a, b] = await threeOnMoons(api, { hidden: [] });
  const { barrier, se } = await api.call('curve', { a, b, refine: true });
  claim(barrier.lerp <= 2 * se.lerp + 1e-6, `a model without hidden layers has no barrier (${barrier.lerp})`);
  await api.scene(PATH('naive', 0.5), {
    title: 'No hidden layer: one valley',
    say: 'A linear model with cross-entropy has a convex loss. On a straight line between two points it never lies above the chord: there can be no barrier, whatever the seeds.',
    task: 'Try other data under Data and train again: the picture changes, the barrier stays absent.',
  });
  await api.call('setView', { place: 'layers', lab: { figure: 'toy', toy: { a: 1, r: 5, factors: 2 } } });
  await api.scene(
    {},
    {
      title: 'Two weights in a row: a curved valley',
      say: 'The smallest deep network has two weights and computes their product. Its loss (w₁·w₂ − 1)² is zero on a hyperbola. A and B lie on the same branch of it: the curve between them costs nothing, the straight line leaves the valley.',
      task: 'Move r nearer to 1 and watch the straight path’s loss.',
      question: 'Both ends have loss zero, and a way of loss zero joins them. Is there a barrier?',
      answer: 'On the straight line, yes; between the two networks, no. “Linear” in linear mode connectivity says that the line is straight.',
    },
  );
  await api.call('setView', { lab: { toy: { a: 1, r: -2, factors: 2 } } });
  await api.scene(
    {},
    {
      title: 'The other branch: a saddle between',
      say: 'Now B lies on the other branch. Whatever way joins them, somewhere w₁ or w₂ is zero, and there the loss is exactly 1. The lowest such place is no lower than any other of them: at the origin lies the saddle.',
      question: 'Which symmetry takes one branch to the other?',
      answer:
        'Flipping the sign of both weights: the product is the same. It is the sign flip that matching may use for tanh and linear activations.',
    },
  );
}

async function layers(api) {
  await api.call('loadDataset', { id: 'glyphs' });
  await api.call('setView', { place: 'layers', lab: { figure: 'barriers', pairs: { kind: 'epochs', count: 2, seed: 1, epochs: 1 } } });
  await api.settings({ architecture: { hidden: [48, 48, 48, 48] }, training: { epochs: 20 } });
  await api.run('trainPairs');
  await api.calm();
  await api.scene(
    {},
    {
      title: 'One layer at a time',
      say: 'Two pairs of networks share their first epoch and then see the data in different orders. Each row averages one layer alone, “full” all of them; columns are epochs.',
      task: 'Press a cell to see which examples are behind it.',
      question: 'Which single layer has the largest barrier, and which part of the full one is it?',
      answer: 'The sentence above the figure says it, with the error: compare it with the row “full”.',
    },
  );
  await api.call('setView', { lab: { figure: 'cumulative' } });
  await api.calm();
  await api.scene(
    {},
    {
      title: 'More and more layers',
      say: 'From the input on, one more layer is averaged at each step; the dotted line would give every layer the same share.',
      question: 'Does the barrier come in evenly, or at one place?',
      answer: 'Where the line is steeper than the dotted one, the layers joining there add more than their share.',
    },
  );
}

async function planes(api) {
  await threeOnMoons(api, { hidden: [32] });
  await api.scene(
    { ...PATH('naive', 0.5), plane: { show: 'naive', surface: false }, large: 'plane' },
    {
      title: 'Three valleys',
      say: 'A, B and C span a plane in the space of all weights. Dark is low loss, on a logarithmic scale. The dashed line from A to B is the path of the other figure.',
      task: 'Move the pointer over the ridge between A and B.',
    },
  );
  await api.scene(
    { ...PATH('aligned', 0.5), plane: { show: 'aligned', surface: false }, large: 'plane' },
    {
      title: 'One valley',
      say: 'The plane through A, B′ and C′: B and C with their neurons matched to A’s. Both planes have the same unit and colours.',
      question: 'B′ is nearer to A than B. Why?',
      answer: 'Matching chose, of all orders of B’s neurons, one that makes the distance to A small.',
    },
  );
  await api.scene(
    { ...PATH('aligned', 0.5), plane: { show: 'both', surface: true }, large: 'plane' },
    {
      title: 'As a landscape',
      say: 'The same two planes as surfaces: turn one, and the other turns with it.',
      task: 'Find the path from A to B on both.',
    },
  );
}

async function lesson(api) {
  const [a, b] = await threeOnMoons(api, { hidden: [32] });
  claim(typeof a === 'string' && typeof b === 'string', 'there are networks');
  const steps = [
    [
      PATH('naive', 0),
      {
        title: 'What is on the screen',
        say: 'Two moons: points of two classes. Three networks A, B, C with 32 hidden neurons learnt to tell them apart, from different random beginnings. Ten minutes to look round: every dotted word explains itself.',
        task: 'Write down the test loss and the accuracy of A and of B, from the panel Probe at α = 0 and at α = 1.',
        until: { kind: 'alpha', alpha: 1, within: 0.02 },
      },
    ],
    [
      PATH('naive', 0),
      {
        title: 'Predict',
        say: 'Before you move anything: take the mean of every weight of A and of B. That is a network too.',
        question: 'Will it be as good as A and B, a little worse, or much worse? Vote, and write down why.',
        answer: 'Most people expect “a little worse”. The next step shows it.',
      },
    ],
    [
      PATH('naive', 0.5),
      {
        title: 'The average',
        say: 'α says how far from A to B: at ½ stands the average.',
        task: 'Drag α to ½. Write down the loss there and the barrier with its ±.',
        until: { kind: 'alpha', alpha: 0.5, within: 0.02 },
        question: 'What does ± mean here?',
        answer:
          'The standard error over the test examples: with other examples from the same two moons the barrier would come out that much higher or lower.',
      },
    ],
    [
      PATH('naive', 0.5),
      {
        title: 'Break it yourself',
        say: 'Look at the boundary while α moves.',
        task: 'Find the α at which the picture is worst. Is it the α that the sentence names?',
        question: 'Why need the two not agree?',
        answer: 'The picture shows where the network decides; the loss also counts how sure it is.',
      },
    ],
    [
      PATH('naive', 0.5),
      {
        title: 'Neurons have no order',
        say: 'Swap two hidden neurons of a network together with their incoming and outgoing weights: the function stays the same. With 32 neurons there are 32! orders.',
        question: 'How many networks with other weights compute exactly what A computes?',
        answer: '32! ≈ 2.6·10³⁵ by swapping alone; more with rescaling.',
      },
    ],
    [
      PATH('aligned', 0.5),
      {
        title: 'Match them',
        say: 'Weight matching orders B’s neurons so that B comes as near to A as it can.',
        task: 'Read Align: the distance before and after, how many neurons moved, and by how much the output changed. Write them down.',
        question: 'The output changed by a number near 1e−6, not 0. Why?',
        answer: 'Sums are taken in another order, and 32-bit numbers round.',
      },
    ],
    [
      PATH('aligned', 0.5),
      {
        title: 'The average again',
        say: 'The solid path goes from A to B′.',
        task: 'Write down its barrier with its ±, beside the naive one.',
        question: 'Which part of the barrier is left?',
        answer: 'Divide one by the other. If what is left is below twice its ±, say “none that we can see”.',
      },
    ],
    [
      { ...PATH('aligned', 0.5), plane: { show: 'both' }, large: 'plane' },
      {
        title: 'From above',
        say: 'Both planes through the three networks, in one unit and one set of colours.',
        question: 'Where is B′ on the left plane, and why pale?',
        answer: 'It does not lie in that plane: the pale mark is where it falls when it is projected, and the colour under it is not its loss.',
      },
    ],
    [
      { large: 'layers' },
      {
        title: 'Which layer',
        say: 'Each cell averages one layer and leaves the other as A or B has it.',
        question: 'How can one layer alone cost more than both together?',
        answer:
          'With both averaged, the second layer is at least made for first-layer neurons of its own kind; with one alone, it meets neurons it never saw. The link under the figure shows it.',
      },
    ],
    [
      PATH('naive', 0.5),
      {
        title: 'Your experiment',
        say: 'Forty minutes. Choose one thing to change: the width (2, 4, 8, 16, 64, 128), the depth, the data, the noise, the learning rate. Predict first. Then train three networks, align, and write one row: what you changed, naive barrier ±, aligned barrier ±, the part that is left. Repeat with two other sets of seeds.',
        task: 'Train at least once.',
        until: { kind: 'trained' },
      },
    ],
    [
      PATH('aligned', 0.5),
      {
        title: 'Together',
        say: 'Put all rows on the board. Share copies a link that shows your networks to everybody.',
        question: 'Does matching always help? For which rows does it not, beyond the errors?',
        answer:
          'In narrow networks much is left, in deep ones it may not help at all: see the entries “Narrow and wide” and “Where matching does not help” of the gallery.',
      },
    ],
  ];
  for (const [view, text] of steps) await api.scene(view, text);
}

export const SCENES = { averaging, width, 'no-help': noHelp, linear, layers, planes, lesson };
