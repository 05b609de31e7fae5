import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const pages = ['Projects', 'Runs', 'Run', 'Login'];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'generate', 'src/api/generated', 'eslint.config.js', 'budget.mjs'] },
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // Only tells what the React compiler, which is not used here, would skip.
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
  ...pages.map((page) => ({
    files: [`src/pages/${page}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: pages
            .filter((other) => other !== page)
            .map((other) => ({ group: [`**/${other}/**`], message: 'Pages do not import pages.' })),
        },
      ],
    },
  })),
);
