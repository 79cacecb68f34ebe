import { createGateway, loadConfig } from 'kantata-graphql-gateway';

let gateway;

export default {
  fetch(request, { API_URL }) {
    gateway ??= createGateway({ ...loadConfig({}), apiUrl: API_URL });
    return gateway.fetch(request);
  },
};
