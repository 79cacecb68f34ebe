/** Who asks: a user of the demo, a session, or a token. */
import { useId } from 'react';
import { gateway, loginUrl } from './gateway.ts';
import { logOut, signedIn } from './session.ts';
import { useStore } from './store.ts';
import { isTokenKept, token } from './token.ts';

/** By this the advice about a missing token finds the field. */
export const TOKEN_FIELD = 'token';

export function Who() {
  return (
    <div className="who">
      {gateway.signIn && <SessionControl />}
      {gateway.users && gateway.users.length > 0 ? (
        <UserChoice users={gateway.users} />
      ) : (
        gateway.takesTokens !== false && <TokenField />
      )}
    </div>
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
  return (
    <>
      <label htmlFor={TOKEN_FIELD}>Token</label>
      <input
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
