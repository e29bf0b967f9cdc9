/** `n8n-node lint` is about what is published; the tests are linted by eslint.strict.config.mjs. */
export default [{ ignores: ['**'] }];
