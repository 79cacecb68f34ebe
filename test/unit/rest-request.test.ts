import { describe, expect, it } from 'vitest';
import { urlOf } from '../../src/upstream/rest-request.ts';

describe('urlOf', () => {
  it.each([
    ['a question without parameters', {}, '/workspaces'],
    ['parameters, sorted by name', { order: 'name:asc', include: 'role' }, '/workspaces?include=role&order=name:asc'],
    [
      'commas and colons as people read them',
      { only: '1,2,3', order: 'a:desc' },
      '/workspaces?only=1,2,3&order=a:desc',
    ],
    [
      'what would end or split a value',
      { search: 'a&b=c#d?e+f/g;h' },
      '/workspaces?search=a%26b%3Dc%23d%3Fe%2Bf%2Fg%3Bh',
    ],
    ['spaces, and percent signs that stand for themselves', { search: '5 %20' }, '/workspaces?search=5%20%2520'],
    [
      'the time zone of a time',
      { created_after: '2026-11-22T01:00:00+02:00' },
      '/workspaces?created_after=2026-11-22T01:00:00%2B02:00',
    ],
    [
      'letters of any alphabet',
      { search: 'Žluťoučký 日本 👍' },
      '/workspaces?search=%C5%BDlu%C5%A5ou%C4%8Dk%C3%BD%20%E6%97%A5%E6%9C%AC%20%F0%9F%91%8D',
    ],
    ['half a character, replaced rather than fatal', { search: 'a\uD800b' }, '/workspaces?search=a%EF%BF%BDb'],
    ['line breaks, which could start another header', { search: 'a\r\nb' }, '/workspaces?search=a%0D%0Ab'],
    ['brackets in a name', { 'a[]': '1' }, '/workspaces?a%5B%5D=1'],
    ['a value that is empty', { search: '' }, '/workspaces?search='],
  ])('writes %s', (_, params, url) => {
    expect(urlOf({ path: '/workspaces', params })).toBe(url);
  });

  it('writes equal questions alike, whatever the order in which they were put together', () => {
    const one = urlOf({ path: '/users', params: { only: '1', include: 'role', order: 'id:asc' } });
    const other = urlOf({ path: '/users', params: { order: 'id:asc', include: 'role', only: '1' } });

    expect(one).toBe(other);
  });

  it('loses nothing on the way: a server reads the values that were given', () => {
    const params = { search: `:,;'"()*!~&=+ %2C%3A\\|^\`<>{}`, order: 'name:asc' };

    const read = new URL(urlOf({ path: '/users', params }), 'http://localhost').searchParams;

    expect(Object.fromEntries(read)).toEqual(params);
  });

  it.each([
    '',
    ' ',
    ',',
    '1,',
    ',1',
    '1,,2',
    '1, 2',
    '0',
    '01',
    '-1',
    '1.5',
    'abc',
    '1,abc',
    '１',
    '1'.repeat(20),
    '1/2',
  ])('refuses %j as "only", which the API would read as something else than was meant', (only) => {
    expect(() => urlOf({ path: '/users', params: { only } })).toThrow(TypeError);
  });

  it.each([
    '',
    'users',
    '/',
    '//evil.example',
    '/users/',
    '/users/..',
    '/users/1/../../admin',
    '/users?a=1',
    '/users#a',
    '/us ers',
    '/users/%2e%2e',
    'https://evil.example/users',
    '/users\n',
  ])('refuses the path %j, which could lead away from the API', (path) => {
    expect(() => urlOf({ path, params: {} })).toThrow(TypeError);
  });
});
