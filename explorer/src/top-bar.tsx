/** What stands above the editors: examples, sharing, whose token. */
import { DropdownMenu, pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { examples } from './examples.ts';
import { useSaid } from './said.ts';
import { toFragment } from './shared-address.ts';
import { Who } from './who.tsx';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1>
        Kantata <span>GraphQL gateway</span>
      </h1>
      <ExamplesMenu />
      <ShareButton />
      <Who />
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
