import { ApolloProvider } from '@apollo/client/react';
import { useMemo, useState } from 'react';
import { useAddress } from './address.ts';
import { BoardPage } from './board/board-page.tsx';
import { createClient } from './client.ts';
import { SessionContext, useSession } from './session.ts';
import { SessionControl, Welcome } from './sign-in.tsx';
import { StaffingPage } from './staffing/staffing-page.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** The sandbox's administrator. */
const DEMO_TOKEN = 'demo';

const PAGES = [
  { name: 'board', title: 'Sync health' },
  { name: 'staffing', title: 'Staffing' },
] as const;

interface AppProps {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  readonly persisted: boolean;
  /** People sign in at the gateway, and the page has no token. */
  readonly signIn: boolean;
}

export function App({ url, persisted, signIn }: AppProps) {
  const [entered, setEntered] = useState(DEMO_TOKEN);
  const session = useSession(signIn ? url : null);
  const token = signIn ? null : entered;
  const who = session ? (session.user?.id ?? null) : entered;
  // Of another user, too, where the browser's session has become theirs.
  const client = useMemo(() => createClient({ url, token, persisted }), [url, token, persisted, who]);
  const [address, go] = useAddress();
  const current = PAGES.find(({ name }) => name === address.get('page')) ?? PAGES[0];

  return (
    <SessionContext value={session}>
      <ApolloProvider client={client}>
        <title>{`${current.title} · Kantata`}</title>
        <a className="skip" href="#main">
          Skip to content
        </a>
        <header className="top">
          <p className="brand">
            <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
              <rect width="32" height="32" rx="8" />
              <path d="M7 17h5l3-8 4 14 2-6h4" />
            </svg>
            Kantata
          </p>
          <nav aria-label="Pages">
            {PAGES.map(({ name, title }) => (
              <a
                key={name}
                href={name === 'board' ? '?' : `?page=${name}`}
                aria-current={name === current.name ? 'page' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  go({ page: name === 'board' ? '' : name });
                }}
              >
                {title}
              </a>
            ))}
          </nav>
          {session ? (
            <SessionControl />
          ) : (
            <TokenDialog isDemo={entered === DEMO_TOKEN} onToken={(token) => setEntered(token || DEMO_TOKEN)} />
          )}
        </header>
        {/* Another user sees nothing that the one before has left on the page. */}
        <main id="main" tabIndex={-1} key={who}>
          {session?.user === null && <Welcome />}
          {who !== null && (current.name === 'board' ? <BoardPage /> : <StaffingPage />)}
        </main>
      </ApolloProvider>
    </SessionContext>
  );
}
