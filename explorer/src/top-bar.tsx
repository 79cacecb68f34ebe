/** What stands above the editors: whose token, examples, sharing. */
import { DropdownMenu, pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useId, useRef, useState } from 'react';
import { examples } from './examples.ts';
import { gateway, loginUrl } from './gateway.ts';
import { logOut, signedIn } from './session.ts';
import { toFragment } from './shared-address.ts';
import { useStore } from './store.ts';
import { isTokenKept, token } from './token.ts';

/** By this the advice about a missing token finds the field. */
export const TOKEN_FIELD = 'token';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1>
        Kantata <span>GraphQL gateway</span>
      </h1>
      <ExamplesMenu />
      <ShareButton />
      <div className="who">
        {gateway.signIn && <SessionControl />}
        {gateway.users && gateway.users.length > 0 ? (
          <UserChoice users={gateway.users} />
        ) : (
          gateway.takesTokens !== false && <TokenField />
        )}
      </div>
    </header>
  );
}

function ExamplesMenu() {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const actions = useGraphiQLActions();
  const open = (query: string) => {
    const current = queryEditor?.getValue() ?? '';
    // What somebody wrote stays; an example that nobody changed makes room for the next one.
    if (current.trim() !== '' && !examples.some((example) => example.query === current)) actions.addTab();
    variableEditor?.setValue('');
    queryEditor?.setValue(query);
    queryEditor?.setScrollTop(0);
  };
  return (
    <DropdownMenu>
      <DropdownMenu.Button className="bar-button">
        Examples <span aria-hidden="true">▾</span>
      </DropdownMenu.Button>
      <DropdownMenu.Content className="examples">
        {examples.map(({ title, about, cost, query }) => (
          <DropdownMenu.Item key={title} onSelect={() => open(query)} textValue={title}>
            <span className="example-title">
              {title} <span className="cost">{cost}</span>
            </span>
            <span className="about">{about}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  );
}

/** How long a button says that something was done, in milliseconds. */
const SAID_MS = 4000;

function ShareButton() {
  const { queryEditor, variableEditor, operationName, operations } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'operationName', 'operations'),
  );
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const share = async () => {
    const shared = {
      query: queryEditor?.getValue() ?? '',
      variables: variableEditor?.getValue() ?? '',
      operationName: (operations?.length ?? 0) > 1 ? (operationName ?? '') : '',
    };
    const address = new URL(toFragment(shared), location.href);
    try {
      await navigator.clipboard.writeText(address.href);
      setSaid('Address copied');
    } catch {
      // Where the clipboard is not to be had (plain HTTP, no permission), the address bar has it.
      history.replaceState(null, '', address);
      setSaid('Copy it from the address bar');
    }
  };
  return (
    <>
      <button
        type="button"
        className="bar-button"
        onClick={() => void share()}
        title="Copy an address that holds this operation and its variables, and no token"
      >
        Share
      </button>
      <span role="status" className="said">
        {said}
      </span>
    </>
  );
}

function UserChoice({ users }: { readonly users: NonNullable<typeof gateway.users> }) {
  const current = useStore(token);
  const id = useId();
  return (
    <>
      <label htmlFor={id}>Ask as</label>
      <select id={id} value={current} onChange={(event) => token.set(event.currentTarget.value)}>
        {users.map((user) => (
          <option key={user.token} value={user.token}>
            {user.about ? `${user.name} (${user.about})` : user.name}
          </option>
        ))}
      </select>
    </>
  );
}

function SessionControl() {
  const name = useStore(signedIn);
  if (name === null) return null;
  if (name === '')
    return (
      <a className="bar-button" href={loginUrl()} onClick={(event) => (event.currentTarget.href = loginUrl())}>
        Sign in with Kantata
      </a>
    );
  return (
    <>
      <span className="signed-in">{name}</span>
      <button type="button" className="bar-button" onClick={() => void logOut()}>
        Log out
      </button>
    </>
  );
}

function TokenField() {
  const current = useStore(token);
  const isKept = useStore(isTokenKept);
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <label htmlFor={TOKEN_FIELD}>Token</label>
      <input
        ref={field}
        id={TOKEN_FIELD}
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="Your Kantata token"
        value={current}
        onChange={(event) => token.set(event.currentTarget.value.trim())}
      />
      <label className="choice">
        <input type="checkbox" checked={isKept} onChange={(event) => isTokenKept.set(event.currentTarget.checked)} />
        Keep it until this tab is closed
      </label>
    </>
  );
}
