/** Every term on the screen: what it means, the formula, the paper. */
export interface Entry {
  readonly title: string;
  readonly text: string;
  readonly formula: string | null;
  readonly source: string | null;
}

export const GLOSSARY = {
  loss: {
    title: 'Loss',
    text: 'Mean cross-entropy (natural logarithm) over the examples of the split: how surprised the network is by the right answers. 0 is perfect; guessing among ten classes gives 2.30.',
    formula: 'L(θ) = −mean log p(y | x; θ)',
    source: null,
  },
  interpolation: {
    title: 'Interpolation, α',
    text: 'Every parameter of the network at α is the weighted mean of the two ends: α = 0 is A, α = 1 is B, ½ is their average.',
    formula: 'θ(α) = (1 − α)·θA + α·θB',
    source: 'Goodfellow, Vinyals & Saxe 2015',
  },
  'barrier-lerp': {
    title: 'Barrier above the chord',
    text: 'The largest rise of the loss along the path above the straight line between the losses of its ends. Never negative. The number is refined around the largest grid point.',
    formula: 'max over α of L(θ(α)) − [(1 − α)·L(θA) + α·L(θB)]',
    source: 'Entezari et al., The role of permutation invariance in linear mode connectivity, 2022',
  },
  'barrier-mean': {
    title: 'Barrier above the mean of the ends',
    text: 'The largest loss along the path minus the mean of the two ends. It is at least half their difference, even on a straight or convex path.',
    formula: 'max over α of L(θ(α)) − ½·(L(θA) + L(θB))',
    source: 'Frankle et al. 2020; Ainsworth et al., Git Re-Basin, 2023',
  },
  'barrier-max': {
    title: 'Barrier above the worse end (ε-loss)',
    text: 'The largest loss along the path minus the larger of the two ends. Two networks are ε-mode-connected where it is at most ε.',
    formula: 'max over α of L(θ(α)) − max(L(θA), L(θB))',
    source: 'On linear mode connectivity up to permutation of hidden neurons',
  },
  connectivity: {
    title: 'Linear mode connectivity',
    text: 'Two trained networks are linearly connected when the straight path between them has no barrier: they lie in one valley.',
    formula: 'barrier ≈ 0',
    source: 'Frankle et al., Linear mode connectivity and the lottery ticket hypothesis, 2020',
  },
  permutation: {
    title: 'Permutation symmetry',
    text: 'The hidden neurons of a layer can be put in any order without changing what the network computes, if the next layer’s inputs are put in the same order. One function has many addresses in parameter space.',
    formula: 'W_l ← P_l·W_l·P_{l−1}ᵀ, b_l ← P_l·b_l',
    source: 'Entezari et al. 2022',
  },
  'weight-matching': {
    title: 'Matched neuron by neuron (weight matching)',
    text: 'Orders the hidden neurons of B so that its weights come nearest to A’s. One hidden layer is solved exactly; deeper networks by sweeps over the layers, a local optimum, so several restarts are made and the nearest is kept.',
    formula: 'minimise ‖θA − π(θB)‖² over permutations π',
    source: 'Ainsworth, Hayase & Srinivasa, Git Re-Basin, algorithm 1, 2023',
  },
  'activation-matching': {
    title: 'Activation matching',
    text: 'Orders the hidden neurons of B so that they respond to the training examples most like A’s: one assignment a layer on the correlation of their outputs.',
    formula: 'maximise Σ corr(f_i(A), f_p(i)(B))',
    source: 'Li et al., Convergent learning, 2015',
  },
  signs: {
    title: 'Sign flips',
    text: 'With tanh a neuron can change its sign as well as its place without changing the network: (w, b, v) → (−w, −b, −v). Matching them too is the fair comparison.',
    formula: 'assignment on |C|, sign = sgn C',
    source: null,
  },
  distance: {
    title: 'Distance',
    text: 'Length of the difference of all parameters. Matching makes it smaller; how much depends on the networks’ scale too.',
    formula: '‖θA − θB‖',
    source: null,
  },
  'function-change': {
    title: 'Change of the outputs',
    text: 'The largest change of any logit of the permuted network on the first 1,000 test examples. It must be rounding: matching changes the coordinates, not the function.',
    formula: 'max |f(π(θB)) − f(θB)|',
    source: null,
  },
  plane: {
    title: 'Plane through three networks',
    text: 'The one flat sheet of parameter space that holds all three. Lengths and angles on the map are true; its unit is the distance from A to B. A network outside the plane is drawn at its projection, with its distance out of the plane.',
    formula: 'θ(x, y) = θA + ‖u‖·(x·û + y·v̂), u = θB − θA, v ⟂ u towards θC',
    source: 'Garipov et al., Loss surfaces, mode connectivity, and fast ensembling of DNNs, 2018',
  },
  projection: {
    title: 'Projection on a plane',
    text: 'A network that does not lie in the plane is drawn pale, at the nearest point of the plane. The colour there is the loss of that point, not of the network: the network itself may be far better. How far it lies outside stands in the table of numbers, with its own loss.',
    formula: 'p(θ) = θA + ⟨θ − θA, û⟩·û + ⟨θ − θA, v̂⟩·v̂,  out of the plane: ‖θ − p(θ)‖',
    source: null,
  },
  'one-layer-more': {
    title: 'Why one layer alone can cost more than all',
    text: 'Layers that were trained together fit each other: what one makes larger, the next makes smaller. Averaging one layer alone leaves it between neighbours that still belong to A. Averaging all of them moves the neighbours along. In the smallest case two weights must have the product 1: A = (1, 1) and B = (2, ½) both do. With the first weight alone half-way the product is 1.5, with both half-way 1.125.',
    formula: 'L = (w₁·w₂ − 1)²:  one weight (1.5, 1) gives 0.25,  both (1.5, 0.75) give 0.0156',
    source: 'After Adilova et al. 2024, figure 4; Layers → Toy draws it for any A and B',
  },
  'layer-barrier': {
    title: 'Layer barrier',
    text: 'Interpolates one layer (or the layers up to, or from, one) and takes the others from A (“into A”) or from B (“into B”). The barrier is against the mean loss of the full networks, so it depends on the side and may be negative. A layer is its linear map, bias and the normalisation that follows.',
    formula: 'L(θ^{·,S}(½)) − ½·(L(θA) + L(θB))',
    source: 'Adilova et al., Layer-wise linear mode connectivity, 2024',
  },
  'own-reference': {
    title: 'Against the segment’s own ends',
    text: 'The same rise, measured from the mean of the segment’s own two ends instead of the full networks: the start, and the network with these layers fully replaced. It is never positive for the last layer of any network, where the loss is convex.',
    formula: 'L(θ^{A,S}(½)) − ½·(L(θA) + L(θ^{A,S}(1)))',
    source: 'After Adilova et al. 2024, whose reference is the full ends',
  },
  cumulative: {
    title: 'Cumulative barrier',
    text: 'Interpolates more and more layers together: from the input, from the output, in a random order, or a window that slides over the network. With all layers it is the full barrier. The dotted line is what each layer would add if all added the same.',
    formula: 'S = {1}, {1, 2}, …, {1, …, k};  baseline l/k · full',
    source: 'Adilova et al. 2024, figure 3',
  },
  robustness: {
    title: 'Robustness of a layer',
    text: 'Moves one layer in a random direction as far as the other network lies, or half as far, and measures the loss; beside it the loss on the way to the other network at the same distance. Where the two differ, the direction between the networks is special.',
    formula: 'θA + t·‖δ_l‖·ξ/‖ξ‖ in layer l, ξ Gaussian',
    source: 'Adilova et al. 2024, figure 5',
  },
  subspaces: {
    title: 'Training subspace',
    text: 'The directions that training has used: the span of both runs’ checkpoints, seen from A’s end. Noise of one length in it, and in all that is orthogonal to it, shows in which directions the network is sensitive.',
    formula: 'span{θA(t) − θA, θB(t) − θA}, orthonormal basis by singular values',
    source: 'Adilova et al. 2024, figure 6',
  },
  'diagonal-toy': {
    title: 'Diagonal linear network',
    text: 'The smallest network with layers: one input, one output, and a product of weights between. Its solutions are a hyperbola; two points on it have a barrier between them, and moving one weight alone can be far worse than moving both.',
    formula: 'L = (w₁·w₂ − 1)²,  A = (a, 1/a),  B = (ra, 1/(ra))',
    source: 'Adilova et al. 2024, figure 4',
  },
  federated: {
    title: 'Averaging clients',
    text: 'Two clients start from the same network, train on parts of the data that the other does not see, and average their parameters: all layers, or a chosen set while the others stay their own. This is federated averaging with one round.',
    formula: 'θ = ½·(θA + θB) on the chosen layers',
    source: 'McMahan et al. 2017; Adilova et al. 2024',
  },
  decomposition: {
    title: 'What an example adds to the barrier',
    text: 'The rise of one example’s loss above the line between its losses under A and B, split exactly: the mixed network’s logits are not the mixture of the logits. The mean over the examples is the barrier.',
    formula: 'ℓ(z_α) − [(1−α)·ℓ(z_A) + α·ℓ(z_B)] = D − J − e_y',
    source: null,
  },
  probe: {
    title: 'Probe',
    text: 'The network under the pointer: every point on the path and on the plane is a network, and this is what it computes.',
    formula: null,
    source: null,
  },
  split: {
    title: 'Train and test',
    text: 'The network has learnt from the train examples and has never seen the test ones. Plane, layers and probe use the split chosen; the curve shows both.',
    formula: null,
    source: null,
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type TermId = keyof typeof GLOSSARY;
