/** An operation as code that somebody takes along. The token is a variable, unless it is asked for. */
import { headersIn, isSecretHeader } from './headers.ts';

export interface Asked {
  /** Where the gateway answers, as a whole address. */
  readonly url: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
  /** Lines of `Name: value` that go with the request. */
  readonly headers: string;
  /** Stands in the code; `null` for a variable of the environment in its place. */
  readonly token: string | null;
}

const VARIABLE = 'KANTATA_TOKEN';

const bodyOf = ({ query, variables, operationName }: Asked) => ({
  query,
  ...(Object.keys(variables).length > 0 && { variables }),
  ...(operationName && { operationName }),
});

/** Whatever stands in it is taken as it is by a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** `X-Api-Key` to `X_API_KEY`. */
const variableOf = (header: string) => header.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

export function curlOf(asked: Asked): string {
  const { url, headers, token } = asked;
  const others = Object.entries(headersIn(headers)).map(([name, value]) =>
    isSecretHeader(name) ? `"${name}: $${variableOf(name)}"` : quoted(`${name}: ${value}`),
  );
  const authorization =
    token === null ? `"Authorization: Bearer $${VARIABLE}"` : quoted(`Authorization: Bearer ${token}`);
  return [
    `curl ${quoted(url)}`,
    ...[authorization, "'Content-Type: application/json'", ...others].map((header) => `  -H ${header}`),
    `  --data-raw ${quoted(JSON.stringify(bodyOf(asked)))}`,
  ].join(' \\\n');
}

/** A template literal with that text in it. */
const template = (text: string) =>
  `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;

function requestOf(asked: Asked): string {
  const { url, query, variables, operationName, headers, token } = asked;
  const bearer = token === null ? `\`Bearer \${process.env.${VARIABLE}}\`` : JSON.stringify(`Bearer ${token}`);
  const others = Object.entries(headersIn(headers)).map(
    ([name, value]) =>
      `    ${JSON.stringify(name)}: ${isSecretHeader(name) ? `process.env.${variableOf(name)} ?? ''` : JSON.stringify(value)},`,
  );
  const more = [
    ...(Object.keys(variables).length > 0 ? [`    variables: ${JSON.stringify(variables)},`] : []),
    ...(operationName ? [`    operationName: ${JSON.stringify(operationName)},`] : []),
  ];
  return [
    `const query = ${template(query.trim())};`,
    '',
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    '  headers: {',
    "    'content-type': 'application/json',",
    `    authorization: ${bearer},`,
    ...others,
    '  },',
    '  body: JSON.stringify({',
    '    query,',
    ...more,
    '  }),',
    '});',
  ].join('\n');
}

export const fetchOf = (asked: Asked): string =>
  `${requestOf(asked)}\nconst { data, errors } = await response.json();\nconsole.log(data, errors);\n`;

/** @param type of `data`, as TypeScript writes it. */
export const typeScriptOf = (asked: Asked, type: string): string =>
  [
    `interface Data ${type}`,
    '',
    'interface Answer {',
    '  readonly data?: Data | null;',
    '  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];',
    '}',
    '',
    requestOf(asked),
    'const { data, errors } = (await response.json()) as Answer;',
    'console.log(data, errors);',
    '',
  ].join('\n');
