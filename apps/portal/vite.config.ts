import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [react()],
  css: {
    preprocessorOptions: { scss: { loadPaths: [at('../../node_modules/@uswds/uswds/packages')], quietDeps: true } },
  },
  // Nothing is inlined and nothing polyfilled: the page's policy allows neither data: addresses nor inline scripts.
  build: {
    outDir: at('../../.build/portal'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    // What forbids zod to try code made from text runs right after zod, whichever part of the page loads it first.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'schemas', test: /node_modules\/zod\/|strict-schemas/ }] } },
    },
  },
});
