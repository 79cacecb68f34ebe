import { GraphQLError } from 'graphql';
import { expect, it } from 'vitest';
import { finishFor } from '../../src/http/finish.ts';

it('gives a fault one line in each request that it ends, however many operations of the request it ends', () => {
  const lines: string[] = [];
  const fault = new TypeError('broken');
  const errors = [new GraphQLError('broken', { originalError: fault })];
  const log = (line: string) => void lines.push(line);
  const [one, other] = [{ token: 'first' }, { token: 'second' }];

  finishFor(one, log)(errors);
  finishFor(one, log)(errors);
  expect(lines).toHaveLength(1);

  finishFor(other, log)(errors);
  expect(lines).toHaveLength(2);
});
