/** What is published as a few bytes, and back: pictures to what an eye can tell, every printed number in its digits. */
import type { SchemaNode } from '../../../base/schema.ts';
import { RidgelineError } from '../../../base/errors.ts';
import { PUBLISHED_FIELDS, checkPublished, PUBLISHED_VERSION, type Published } from '../published.ts';
import { FIGURE_SCHEMAS, PUBLISHABLE_NAMES, type PublishableName } from '../schemas/table.ts';
import { SchemaReader } from './reader.ts';
import { damaged } from './streams.ts';
import { SchemaWriter } from './writer.ts';

const LONGEST_NAME = 40;
const HEAD: SchemaNode = PUBLISHED_FIELDS.node;

/** What is published, but for its link, in bytes. */
export function packPublished(published: Published): Uint8Array {
  const { trainSize, testSize } = published.data.summary;
  const writer = new SchemaWriter([testSize, trainSize]);
  writer.value(HEAD, published);
  const names = PUBLISHABLE_NAMES.filter((name) => published.figures[name] !== undefined);
  writer.value({ kind: 'whole', min: 0, max: PUBLISHABLE_NAMES.length }, names.length);
  for (const name of names) {
    writer.text(name);
    writer.value(FIGURE_SCHEMAS[name].node, published.figures[name]);
  }
  return writer.packed();
}

/**
 * Reads it back. Never trusts a byte: throws `bad-link`, `too-large`, `invalid-argument` or `unknown-key` that says what is wrong. Its
 * work is bounded by what a screen can hold, whatever the bytes are.
 * @param link the link that the bytes came with, without results
 */
export function unpackPublished(bytes: Uint8Array, link: string): Published {
  const reader = new SchemaReader(bytes);
  const head = reader.value(HEAD) as object;
  const count = reader.value({ kind: 'whole', min: 0, max: PUBLISHABLE_NAMES.length }) as number;
  const figures: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const name = figureName(reader.text(LONGEST_NAME));
    if (name in figures) throw damaged(`they hold '${name}' twice`);
    figures[name] = reader.value(FIGURE_SCHEMAS[name].node);
  }
  reader.end();
  return checkPublished({ ...head, version: PUBLISHED_VERSION, link, figures }, 'results');
}

function figureName(text: string): PublishableName {
  const name = PUBLISHABLE_NAMES.find((known) => known === text);
  if (name === undefined)
    throw new RidgelineError('bad-link', `They hold a figure '${text.slice(0, LONGEST_NAME)}', which this version does not know.`, {
      received: text,
    });
  return name;
}
