/** What stands above the editors: examples, sharing, whose token. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { CopyMenu } from './copy-menu.tsx';
import { findPlugin, SEARCH_FIELD } from './find.tsx';
import { boardUrl, gateway } from './gateway.ts';
import { useSaid } from './said.ts';
import { toFragment } from './shared-address.ts';
import { Who } from './who.tsx';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1>
        Kantata <span>GraphQL gateway</span>
      </h1>
      <ExamplesButton />
      <ShareButton />
      <CopyMenu />
      {gateway.pages?.includes('board') && (
        <a className="bar-button" href={boardUrl}>
          Board
        </a>
      )}
      <Who />
    </header>
  );
}

/** Opens the panel of examples, and puts the cursor into its search. */
function ExamplesButton() {
  const actions = useGraphiQLActions();
  const open = () => {
    actions.setVisiblePlugin(findPlugin);
    // Once the panel is drawn.
    setTimeout(() => {
      const field = document.getElementById(SEARCH_FIELD);
      field?.focus();
      // On a phone it is below the answer.
      field?.closest('.panel')?.scrollIntoView({ block: 'nearest' });
    });
  };
  return (
    <button type="button" className="bar-button" onClick={open}>
      Examples
    </button>
  );
}

function ShareButton() {
  const { queryEditor, variableEditor, operationName, operations } = useGraphiQL(
    pick('queryEditor', 'variableEditor', 'operationName', 'operations'),
  );
  const [said, setSaid] = useSaid();
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
