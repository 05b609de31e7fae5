import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { show } from '../test/render';
import { Name, Path } from './Name';

it('cuts long names before their ends, which is where they differ', () => {
  show(
    <a href="/">
      <Name>2.7b-adamw-lr0.0006-032-half-rate</Name>
    </a>,
  );
  const [, start, end] = screen.getByTitle('2.7b-adamw-lr0.0006-032-half-rate').children;
  expect(end).toHaveTextContent('2-half-rate');
  expect(start!.textContent + end!.textContent).toBe('2.7b-adamw-lr0.0006-032-half-rate');
  expect(screen.getByRole('link', { name: '2.7b-adamw-lr0.0006-032-half-rate' })).toBeInTheDocument();
});

it('cuts no sign in two', () => {
  const family = '👩‍👩‍👧‍👦';
  show(<Name>{`run ${'x'.repeat(30)}${family}${'y'.repeat(10)}`}</Name>);
  expect(screen.getByTitle(/^run/).lastElementChild).toHaveTextContent(`${family}${'y'.repeat(10)}`);
});

it('leaves names of other directions whole, and isolates the parts of their paths', () => {
  show(
    <>
      <Name>{'שלום '.repeat(10)}</Name>
      <Path>שלום/loss</Path>
    </>,
  );
  expect(screen.getByTitle(/^שלום שלום/).children).toHaveLength(0);
  const path = screen.getByTitle('שלום/loss');
  expect(path).toHaveAttribute('dir', 'ltr');
  expect([...path.querySelectorAll('bdi')].map((part) => part.textContent)).toEqual(['שלום', 'loss']);
});
