import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

import { layers, pages } from './layers.js';

/** Relative imports that lead into one of these folders. */
const into = (folders, depth) => `^(\\.\\./)+${depth}(${folders.join('|')})(/|$)`;

const layerRules = Object.entries(layers).map(([folder, allowed]) => {
  const others = Object.keys(layers).filter((other) => other !== folder && !allowed.includes(other));
  const message = `${folder}/ may import ${['itself', ...allowed].join(', ')}: see layers.js.`;
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    ignores: ['src/**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-imports': ['error', { patterns: others.length > 0 ? [{ regex: into(others, ''), message }] : [] }],
    },
  };
});

const pageRules = pages.map((page) => {
  const others = pages.filter((other) => other !== page);
  const patterns = [
    { regex: into(others, ''), message: 'Pages do not import pages.' },
    { regex: into(['app'], ''), message: 'pages/ may not import app/.' },
  ];
  return {
    files: [`src/pages/${page}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
});

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'generate', 'src/api/generated', 'eslint.config.js', 'layers.js', 'budget.mjs'] },
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // Only reports what the React compiler, which is not used here, would skip.
      'react-hooks/incompatible-library': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      // Reading through an index is checked by noUncheckedIndexedAccess; `!` marks where a loop bound proves it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-len': ['error', { code: 120 }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/api/**', 'src/**/*.test.{ts,tsx}', 'src/test/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only src/api talks to the server.' },
        { name: 'EventSource', message: 'Only src/api talks to the server.' },
      ],
    },
  },
  ...layerRules,
  ...pageRules,
);
