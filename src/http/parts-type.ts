/** Whether a client takes an answer in parts, and how: by its `Accept` header (RFC 9110, section 12.5.1). */
import type { PartsFormat } from '../execution/incremental/payload.ts';
import { type Preference, preferencesOf } from './preferences.ts';
import { events, multipart, type PartsEncoding } from './multipart.ts';

/** How an answer in parts is written. */
export interface PartsType {
  readonly container: Container;
  readonly format: PartsFormat;
  readonly encoding: PartsEncoding;
}

type Container = 'multipart/mixed' | 'text/event-stream';

const isContainer = (type: string): type is Container => type === 'multipart/mixed' || type === 'text/event-stream';

/** What a range without a format means: clients from before there were two mean the older one. */
const DEFAULT_FORMAT: Readonly<Record<Container, PartsFormat>> = {
  'multipart/mixed': 'deferSpec=20220824',
  'text/event-stream': 'incrementalSpec=v0.2',
};

const FORMATS: readonly PartsFormat[] = ['deferSpec=20220824', 'incrementalSpec=v0.2'];

/** What says nothing of the format. Answers are UTF-8, and name their boundary. */
const IGNORED = /^(boundary=|charset=utf-8$)/;

/** The parameters of a range that may name a format, without quotes. */
const parametersOf = ({ parameters }: Preference): readonly string[] =>
  parameters
    .map((parameter) => parameter.replace(/\s*=\s*/, '=').replaceAll('"', ''))
    .filter((parameter) => parameter !== '' && !IGNORED.test(parameter));

/** The format that a range names; `null` for one that is not spoken here. */
function formatOf(type: Container, [named, ...others]: readonly string[]): PartsFormat | null {
  if (named === undefined) return DEFAULT_FORMAT[type];
  return others.length > 0 ? null : (FORMATS.find((format) => format.toLowerCase() === named) ?? null);
}

/**
 * How a client with this `Accept` header takes an answer in parts: of the ways that it accepts the one with the highest
 * quality, among equals the one named first. `null` where it takes none, or rather has one JSON answer.
 */
export function partsTypeFor(accept: string | undefined): PartsType | null {
  if (!accept || !/multipart\/mixed|text\/event-stream/i.test(accept)) return null;
  const ranges = preferencesOf(accept);
  const [best] = ranges
    .flatMap((range) => {
      const { name: type, quality } = range;
      if (!isContainer(type)) return [];
      const parameters = parametersOf(range);
      const format = formatOf(type, parameters);
      return format && quality > 0 ? [{ type, format, parameters, quality }] : [];
    })
    .toSorted((one, other) => other.quality - one.quality);
  const json = Math.max(0, ...ranges.filter(({ name }) => JSON_TYPES.has(name)).map(({ quality }) => quality));
  if (!best || best.quality < json) return null;
  const parameter = best.parameters.length > 0 ? best.format : '';
  return {
    container: best.type,
    format: best.format,
    encoding: best.type === 'multipart/mixed' ? multipart(parameter) : events(parameter),
  };
}

const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/graphql-response+json']);
