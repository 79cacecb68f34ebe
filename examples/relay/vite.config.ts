import { defineConfig, type Plugin } from 'vite';

const TAGGED = /graphql`\s*(?:query|fragment)\s+(\w+)[^`]*`/g;

/**
 * Puts what Relay's compiler has made of a document in its place. babel-plugin-relay does the same, but looks for its
 * configuration where the process was started, which is not always here; and this page has no other need of Babel.
 */
const relayArtifacts: Plugin = {
  name: 'relay-artifacts',
  transform(code, id) {
    if (!/\/src\/[^?]*\.tsx?$/.test(id) || !code.includes('graphql`')) return null;
    const names = new Set<string>();
    const replaced = code.replaceAll(TAGGED, (_, name: string) => {
      names.add(name);
      return `artifact${name}`;
    });
    const imports = [...names].map((name) => `import artifact${name} from '/src/__generated__/${name}.graphql.ts';`);
    // On one line with the first of the code, so that the lines keep their numbers.
    return { code: `${imports.join(' ')} ${replaced}`, map: null };
  },
};

export default defineConfig({
  plugins: [relayArtifacts],
  // React and Relay are most of it, and needed from the start.
  build: { chunkSizeWarningLimit: 800 },
});
