import { useContext } from 'react';
import { keepChoices, SessionContext } from './session.ts';

/** The way to sign in with Kantata, and back to this page. */
export function SignInLink() {
  const session = useContext(SessionContext);
  if (session === null) return null;
  return (
    <a className="sign-in" href={session.loginUrl} onClick={keepChoices}>
      Sign in with Kantata
    </a>
  );
}

/** Who has signed in, at the top of the page. */
export function SessionControl() {
  const session = useContext(SessionContext);
  if (session?.user === undefined) return null;
  if (session.user === null) return <SignInLink />;
  return (
    <span className="session">
      {session.user.name ?? session.user.id}
      <button type="button" className="quiet" onClick={() => void session.logOut()}>
        Log out
      </button>
    </span>
  );
}

/** In place of the page, where nobody has signed in. */
export function Welcome() {
  return (
    <>
      <h1>Sign in to see your account</h1>
      <p className="lead">You see what you may see at Kantata. This page gets no token: it stays at the gateway.</p>
      <p>
        <SignInLink />
      </p>
    </>
  );
}
