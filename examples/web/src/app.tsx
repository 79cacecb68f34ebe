import { ApolloProvider } from '@apollo/client/react';
import { useMemo, useState } from 'react';
import { useAddress } from './address.ts';
import { BoardPage } from './board/board-page.tsx';
import { createClient } from './client.ts';
import { StaffingPage } from './staffing/staffing-page.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** The sandbox's administrator. */
const DEMO_TOKEN = 'demo';

const PAGES = [
  { name: 'board', title: 'Sync health' },
  { name: 'staffing', title: 'Staffing' },
] as const;

export function App({ url, persisted }: { readonly url: string; readonly persisted: boolean }) {
  const [token, setToken] = useState(DEMO_TOKEN);
  const client = useMemo(() => createClient({ url, token, persisted }), [url, token, persisted]);
  const [address, go] = useAddress();
  const current = PAGES.find(({ name }) => name === address.get('page')) ?? PAGES[0];

  return (
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
        <TokenDialog isDemo={token === DEMO_TOKEN} onToken={(entered) => setToken(entered || DEMO_TOKEN)} />
      </header>
      {/* Another user sees nothing that the one before has left on the page. */}
      <main id="main" tabIndex={-1} key={token}>
        {current.name === 'board' ? <BoardPage /> : <StaffingPage />}
      </main>
    </ApolloProvider>
  );
}
