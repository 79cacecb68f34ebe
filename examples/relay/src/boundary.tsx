import { Component, type ReactNode } from 'react';

interface State {
  readonly message: string | null;
  readonly attempt: number;
}

/**
 * What is left where a part of the page could not be had. The part is told which attempt this is: Relay remembers what
 * failed, and asks again only by another `fetchKey`.
 */
export class Boundary extends Component<{ readonly children: (attempt: number) => ReactNode }, State> {
  override state: State = { message: null, attempt: 0 };

  static getDerivedStateFromError(error: unknown): Pick<State, 'message'> {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message, attempt } = this.state;
    if (message === null) return this.props.children(attempt);
    return (
      <div role="alert" className="problem">
        <p>{message}</p>
        <button type="button" onClick={() => this.setState({ message: null, attempt: attempt + 1 })}>
          Try again
        </button>
      </div>
    );
  }
}
