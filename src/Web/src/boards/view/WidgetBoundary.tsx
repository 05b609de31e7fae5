import { Component, type ReactNode } from 'react';

import { ErrorState } from '../../components/States';

export interface WidgetBoundaryProps {
  /** With another one the widget is tried again. */
  of: unknown;
  children: ReactNode;
}

/** A widget that cannot be drawn breaks nothing but itself. */
export class WidgetBoundary extends Component<WidgetBoundaryProps, { error: unknown; of: unknown }> {
  override state = { error: null as unknown, of: this.props.of };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps({ of }: WidgetBoundaryProps, state: { of: unknown }) {
    return state.of === of ? null : { error: null, of };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const retry = () => this.setState({ error: null });
    return <ErrorState what="This widget could not be drawn" error={error} retry={retry} />;
  }
}
