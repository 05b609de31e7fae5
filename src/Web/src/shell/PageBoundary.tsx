import { Component, type ReactNode } from 'react';

import { ErrorState } from '../components/States';
import { AppShell } from './AppShell';

export interface PageBoundaryProps {
  /** Another address is another page: what failed before does not matter there. */
  address: string;
  children: ReactNode;
}

interface State {
  error: unknown;
  address: string;
}

/** Contains a page that fails, so that the rest of the app works. The address holds the view: reloading restores it. */
export class PageBoundary extends Component<PageBoundaryProps, State> {
  override state: State = { error: null, address: this.props.address };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ address }: PageBoundaryProps, state: State): Partial<State> | null {
    return address === state.address ? null : { error: null, address };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <AppShell>
        <ErrorState what="This page failed" error={this.state.error} retry={() => window.location.reload()} />
      </AppShell>
    );
  }
}
