import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const EXPORT_BY_NAME = {
  selector: 'ExportAllDeclaration',
  message: 'Re-export by name: an index.ts is a table of contents.',
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.vite', 'out', 'coverage', '.cache'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', EXPORT_BY_NAME],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // Time and randomness come from ports in the core, so that tests can move them by hand.
    files: ['electron/core/**/*.ts'],
    ignores: ['electron/core/platform/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map(name => ({ name, message: 'Use the Clock port.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use the Clock port.' },
        { object: 'performance', property: 'now', message: 'Use the Clock port.' },
        { object: 'Math', property: 'random', message: 'Use the Random port.' },
      ],
    },
  },
  {
    // Electron's crypto is BoringSSL: what it lacks must not creep in under plain Node, where it works.
    files: ['electron/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        EXPORT_BY_NAME,
        {
          selector: "MemberExpression[object.name='URL'][property.name='canParse']",
          message: 'Use parseUrl: see why there.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:crypto',
              importNames: ['createCipheriv', 'createDecipheriv', 'hkdf', 'hkdfSync'],
              message: "Missing or faulty in Electron's BoringSSL: use @hpke/core, @noble/ciphers, or HMAC.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable', require: 'readonly' },
    },
  },
);
