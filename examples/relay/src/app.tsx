import { Suspense, useState } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay';
import type { appQuery } from './__generated__/appQuery.graphql.ts';
import { Boundary } from './boundary.tsx';
import { Project } from './project.tsx';
import { ProjectList } from './project-list.tsx';

/** The projects of the account, and one of them beside. */
export function App() {
  return (
    <>
      <header className="top">
        <p>Kantata</p>
      </header>
      <main>
        <h1>Projects</h1>
        <Boundary>
          {(attempt) => (
            <Suspense fallback={<p role="status">Loading…</p>}>
              <Browser attempt={attempt} />
            </Suspense>
          )}
        </Boundary>
      </main>
    </>
  );
}

function Browser({ attempt }: { readonly attempt: number }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const data = useLazyLoadQuery<appQuery>(
    graphql`
      query appQuery {
        ...projectList
      }
    `,
    {},
    { fetchKey: attempt },
  );
  return (
    <div className="browser">
      <ProjectList query={data} chosen={chosen} onChoose={setChosen} />
      <section aria-label="Project" className="project">
        {chosen === null ? (
          <p className="hint">Choose a project.</p>
        ) : (
          <Boundary key={chosen}>
            {(attempt) => (
              <Suspense fallback={<p role="status">Loading…</p>}>
                <Project id={chosen} attempt={attempt} />
              </Suspense>
            )}
          </Boundary>
        )}
      </section>
    </div>
  );
}
