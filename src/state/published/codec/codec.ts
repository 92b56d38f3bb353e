/** What is published as a few bytes, and back: pictures to what an eye can tell, every printed number in its digits. */
import type { SchemaNode } from '../../../base/schema.ts';
import { isPlainObject } from '../../../base/check.ts';
import { RidgelineError } from '../../../base/errors.ts';
import { canonicalJson } from '../../../base/hash.ts';
import { parseLink } from '../../link/link.ts';
import type { LinkState } from '../../link/state.ts';
import { PUBLISHED_FIELDS, checkPublished, PUBLISHED_VERSION, type Published } from '../published.ts';
import { FIGURE_SCHEMAS, PUBLISHABLE_NAMES, type PublishableName } from '../schemas/table.ts';
import { SchemaReader } from './reader.ts';
import { damaged } from './streams.ts';
import { SchemaWriter } from './writer.ts';

const LONGEST_NAME = 40;
const HEAD: SchemaNode = PUBLISHED_FIELDS.node;

/** What is published, but for its link and what that says, in bytes. */
export function packPublished(published: Published): Uint8Array {
  const { trainSize, testSize } = published.data.summary;
  const writer = new SchemaWriter([testSize, trainSize]);
  writer.value(HEAD, withoutLink(published, parseLink(published.link).state));
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
  const head = reader.value(HEAD) as Head;
  const count = reader.value({ kind: 'whole', min: 0, max: PUBLISHABLE_NAMES.length }) as number;
  const figures: Record<string, unknown> = {};
  for (let i = 0; i < count; i++) {
    const name = figureName(reader.text(LONGEST_NAME));
    if (name in figures) throw damaged(`they hold '${name}' twice`);
    figures[name] = reader.value(FIGURE_SCHEMAS[name].node);
  }
  reader.end();
  return checkPublished({ ...withLink(head, parseLink(link).state), version: PUBLISHED_VERSION, link, figures }, 'results');
}

/** What stands for a part that the link says already. */
const AS_LINKED = '=';

/** As written or read: parts may be marks, and nothing is checked yet. */
interface Head {
  readonly data: { readonly spec: unknown; readonly summary: { readonly inputs?: unknown; readonly classes?: unknown } };
  readonly networks: readonly { readonly endpoint: unknown; readonly recipe: unknown; readonly choice: unknown; readonly architecture: unknown }[];
}

/** Parts of the head that a link says, of a network by what it is on the screen. */
function linkedParts({ roles, aligned }: LinkState, endpoint: unknown): { readonly recipe: unknown; readonly choice: unknown } {
  if (endpoint === 'A' || endpoint === 'B' || endpoint === 'C') return { recipe: roles[endpoint]?.recipe, choice: undefined };
  if (endpoint === "B'" || endpoint === "C'") return { recipe: undefined, choice: aligned[endpoint === "B'" ? 'B' : 'C'] };
  // Of later pairs, a recipe is A's but for its seeds: it packs well as it is.
  return { recipe: undefined, choice: undefined };
}

/** A network's architecture as that of its recipe, or of A. */
function linkedArchitecture({ roles, experiment }: LinkState, { inputs, classes }: Head['data']['summary']): unknown {
  const recipe = roles.A?.recipe;
  const { architecture } = recipe?.kind === 'trained' ? recipe : experiment;
  return { ...architecture, inputs, classes };
}

function same(a: unknown, b: unknown): boolean {
  return a !== null && a !== undefined && canonicalJson(a) === canonicalJson(b);
}

function withoutLink(published: Published, link: LinkState): unknown {
  const mark = (value: unknown, linked: unknown): unknown => (same(value, linked) ? AS_LINKED : value);
  const architecture = linkedArchitecture(link, published.data.summary);
  return {
    ...published,
    data: { ...published.data, spec: mark(published.data.spec, link.experiment.data) },
    networks: published.networks.map((network) => {
      const linked = linkedParts(link, network.endpoint);
      return {
        ...network,
        architecture: mark(network.architecture, architecture),
        recipe: mark(network.recipe, linked.recipe),
        choice: mark(network.choice, linked.choice),
      };
    }),
  };
}

function withLink(head: Head, link: LinkState): Head {
  const part = (value: unknown, linked: unknown): unknown => (value === AS_LINKED ? (linked ?? null) : value);
  const { data } = head;
  const summary = isPlainObject(data) && isPlainObject(data.summary) ? data.summary : {};
  const architecture = linkedArchitecture(link, summary);
  return {
    ...head,
    data: isPlainObject(data) ? { ...data, spec: part(data.spec, link.experiment.data) } : data,
    networks: head.networks.map((network) => {
      const linked = linkedParts(link, network.endpoint);
      return {
        ...network,
        architecture: part(network.architecture, architecture),
        recipe: part(network.recipe, linked.recipe),
        choice: part(network.choice, linked.choice),
      };
    }),
  };
}

function figureName(text: string): PublishableName {
  const name = PUBLISHABLE_NAMES.find((known) => known === text);
  if (name === undefined)
    throw new RidgelineError('bad-link', `They hold a figure '${text.slice(0, LONGEST_NAME)}', which this version does not know.`, {
      received: text,
    });
  return name;
}
