import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { shellList } from './pwa/shell-list.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: '/',
  // `vite build apps/wallet` makes that folder the root; the page stands one below.
  plugins: [{ name: 'lanyard-root', config: () => ({ root: at('pwa') }) }, react(), shellList()],
  // Nothing is inlined and nothing polyfilled: the page's policy allows neither data: addresses nor inline scripts.
  build: {
    outDir: at('../../.build/wallet'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      input: { main: at('pwa/index.html'), 'service-worker': at('pwa/src/service-worker.ts') },
      output: {
        // A service worker keeps its address for ever: browsers look there for the next one.
        entryFileNames: ({ name }) => (name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
