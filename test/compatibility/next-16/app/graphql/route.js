import { gateway } from '../../gateway.mjs';

const answer = (request) => gateway.fetch(request);
export { answer as GET, answer as POST };
