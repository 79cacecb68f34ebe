import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // React and Apollo Client are most of it, and needed from the start.
  build: { chunkSizeWarningLimit: 800 },
});
