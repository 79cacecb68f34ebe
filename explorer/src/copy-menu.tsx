/** Takes an operation along: to a shell, into code, or to an assistant. */
import { DropdownMenu, pick, tryParseJSONC, useGraphiQL } from '@graphiql/react';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { useState } from 'react';
import { dataTypeOf } from './data-type.ts';
import { chosenEnvironment, defaultsFor, environments } from './environments.ts';
import { forAssistant } from './for-assistant.ts';
import { foresight } from './foresight.ts';
import { graphqlUrl } from './gateway.ts';
import { useSaid } from './said.ts';
import { schema } from './schema.ts';
import { type Asked, curlOf, fetchOf, typeScriptOf } from './snippets.ts';
import { useStore } from './store.ts';
import { token } from './token.ts';

interface Draft {
  readonly asked: Asked;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode | undefined;
}

/** Ways to copy, by what the menu calls them. */
const FORMS = {
  curl: { about: 'For a shell', text: ({ asked }: Draft) => curlOf(asked) },
  fetch: { about: 'JavaScript, for Node and browsers', text: ({ asked }: Draft) => fetchOf(asked) },
  TypeScript: {
    about: 'The same, with the type of the answer',
    text({ asked, document, operation }: Draft) {
      const known = schema.get();
      return typeScriptOf(
        asked,
        known && operation ? dataTypeOf(known, document, operation) : '{ readonly [key: string]: unknown }',
      );
    },
  },
  'For an assistant': {
    about: 'The operation, its price, and the types that it touches',
    text: ({ asked: { query, variables }, document }: Draft) => {
      const { explanation, problem } = foresight.get();
      return forAssistant(query, variables, document, schema.get(), problem ? null : explanation);
    },
  },
} as const;

export function CopyMenu() {
  const { queryEditor, variableEditor, operationName } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'operationName'),
  );
  const [said, say] = useSaid();
  // Never kept: it is chosen for one copy.
  const [withToken, setWithToken] = useState(false);
  const current = useStore(token);

  const copy = async (name: keyof typeof FORMS) => {
    const chosenToken = withToken && current !== '' ? current : null;
    const draft = draftOf(queryEditor?.getValue() ?? '', variableEditor?.getValue(), operationName, chosenToken);
    if (!draft) {
      say('There is no whole operation to copy');
      return;
    }
    const form = FORMS[name];
    await navigator.clipboard.writeText(form.text(draft)).then(
      () => say(chosenToken !== null && name !== 'For an assistant' ? `Copied, with the token` : 'Copied'),
      () => say('The browser did not let it be copied'),
    );
    setWithToken(false);
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenu.Button className="bar-button">
          Copy as <span aria-hidden="true">▾</span>
        </DropdownMenu.Button>
        <DropdownMenu.Content className="examples">
          {(Object.keys(FORMS) as (keyof typeof FORMS)[]).map((name) => (
            <DropdownMenu.Item key={name} textValue={name} onSelect={() => void copy(name)}>
              <span className="example-title">{name}</span>
              <span className="about">{FORMS[name].about}</span>
            </DropdownMenu.Item>
          ))}
          {current !== '' && <TokenChoice isChosen={withToken} onChoose={setWithToken} />}
        </DropdownMenu.Content>
      </DropdownMenu>
      <span role="status" className="said">
        {said}
      </span>
    </>
  );
}

interface TokenChoiceProps {
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

const TokenChoice = ({ isChosen, onChoose }: TokenChoiceProps) => (
  <DropdownMenu.Item
    textValue="With the token"
    onSelect={(event) => {
      // The menu stays open for the copy itself.
      event.preventDefault();
      onChoose(!isChosen);
    }}
  >
    <span className="example-title">
      <span>
        <span aria-hidden="true">{isChosen ? '☑' : '☐'}</span> With the token in it
      </span>
      <span className="cost">{isChosen ? 'yes, once' : 'no'}</span>
    </span>
    <span className="about">Otherwise it is read from KANTATA_TOKEN.</span>
  </DropdownMenu.Item>
);

/** What stands in the editors, to be written down; `null` where that is no whole operation. */
function draftOf(
  query: string,
  variables: string | undefined,
  operationName: string | undefined,
  chosenToken: string | null,
): Draft | null {
  try {
    const document = parse(query);
    return {
      document,
      operation: operationNamed(document, operationName),
      asked: {
        url: new URL(graphqlUrl, location.href).href,
        query,
        variables: { ...defaultsFor(query), ...tryParseJSONC(variables) },
        operationName: operationName ?? null,
        headers: environments.get().find((one) => one.name === chosenEnvironment.get())?.headers ?? '',
        token: chosenToken,
      },
    };
  } catch {
    return null;
  }
}

const operationNamed = (document: DocumentNode, name: string | null | undefined) =>
  document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && (!name || one.name?.value === name),
  );
