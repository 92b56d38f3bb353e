/** What a bundle says to a person who unpacks it without Ridgeline. */
import type { BundleJson } from './bundle.ts';

export function readme({ title, networks, data, published, deck }: BundleJson, address: string): string {
  const lines = [
    title === '' ? 'A Ridgeline bundle' : `${title}: a Ridgeline bundle`,
    '',
    `Drop this file on ${address}`,
    'to see what was on the screen when it was made. It is a plain zip archive, which can be read without Ridgeline:',
    '',
    'bundle.json     What it is, as JSON: the hash of a link (data, networks, settings, view), which networks stood as A, B and C, how each',
    '                was made ("about": recipe, seeds, losses over training), the figures and the scenes. Every file is named with its',
    '                SHA-256. Arrays are lists of numbers, row by row; null is a number that was not finite.',
    ...(networks.length === 0 ? [] : NETWORKS),
    ...(data.length === 0 ? [] : ['data/           The data file, as it was given to Ridgeline.']),
    '',
    `It holds ${count(networks.length, 'network')}, ${count(published === null ? 0 : Object.keys(published.figures).length, 'figure')}, ${count(deck.scenes.length, 'scene')} and ${count(data.length, 'data file')}.`,
    '',
  ];
  return lines.join('\n');
}

const NETWORKS = [
  'networks/       Parameters as safetensors, as PyTorch writes them. Names that end in _epoch10 are checkpoints. The metadata of each',
  '                file tell its architecture, activation, normalisation, seeds and recipe. In Python:',
  '',
  '                  from safetensors.torch import load_file',
  '                  model.load_state_dict(load_file("networks/seed 1.safetensors"))',
];

function count(number: number, what: string): string {
  return `${number} ${number === 1 ? what : `${what}s`}`;
}
