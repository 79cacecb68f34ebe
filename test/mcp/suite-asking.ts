/** What the conformance suite has a server ask of its client: a text of a model, an answer of the person, its folders. */
import {
  acceptedContent,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { stateOf } from '../../src/mcp/consent.ts';
import type { Session } from '../../src/mcp/operations.ts';

type Form = Parameters<typeof inputRequired.elicit>[0];

/** A form that has to be filled in. */
const form = (message: string, properties: Record<string, object>) =>
  ({ message, requestedSchema: { type: 'object', properties, required: Object.keys(properties) } }) as Form;

const prompt = (text: string, maxTokens: number) => ({
  messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
  maxTokens,
});

const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });

const NAME = form('What is your name?', { name: { type: 'string' } });
const OK = form('Please confirm', { ok: { type: 'boolean' } });

export function addAsking(server: McpServer, sessionOf: (context: ServerContext) => Session): void {
  addOldAsking(server);
  addOneQuestion(server);
  addStates(server, sessionOf);
}

/** In revisions before 2026-07-28 the package sends a request of its own for what such an answer needs. */
function addOldAsking(server: McpServer): void {
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model.', inputSchema: z.object({ prompt: z.string() }) },
    ({ prompt: text }, { mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, 'answer');
      if (answer.kind === 'sampling') return said(`LLM response: ${JSON.stringify(answer.result.content)}`);
      return inputRequired({ inputRequests: { answer: inputRequired.createMessage(prompt(text, 100)) } });
    },
  );
  const username = { type: 'string', description: "User's response" };
  const email = { type: 'string', description: "User's email address" };
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person.', inputSchema: z.object({ message: z.string() }) },
    ({ message }, { mcpReq }) => filledIn(mcpReq, form(message, { username, email })),
  );
  const forms = { test_elicitation_sep1034_defaults: DEFAULTS, test_elicitation_sep1330_enums: ENUMS };
  for (const [name, properties] of Object.entries(forms))
    server.registerTool(name, { description: 'Asks the person by a form.' }, ({ mcpReq }) =>
      filledIn(mcpReq, form('Fill this in', properties)),
    );
}

function filledIn({ inputResponses }: ServerContext['mcpReq'], asked: Form) {
  const answer = inputResponse(inputResponses, 'form');
  if (answer.kind === 'missing') return inputRequired({ inputRequests: { form: inputRequired.elicit(asked) } });
  return said(`User response: ${JSON.stringify(answer)}`);
}

const DEFAULTS = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

const titled = (...values: readonly string[]) => values.map((value) => ({ const: value, title: `The ${value}` }));
const OPTIONS = ['option1', 'option2', 'option3'];

const ENUMS = {
  untitledSingle: { type: 'string', enum: OPTIONS },
  titledSingle: { type: 'string', oneOf: titled('value1', 'value2', 'value3') },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
  titledMulti: { type: 'array', items: { anyOf: titled('value1', 'value2', 'value3') } },
};

/** In revision 2026-07-28, what a server needs stands in its answer, and the client sends the request again. */
function addOneQuestion(server: McpServer): void {
  const name = async ({ mcpReq }: ServerContext) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_name', z.object({ name: z.string() }));
    if (given) return said(`Hello, ${given.name}!`);
    return inputRequired({ inputRequests: { user_name: inputRequired.elicit(NAME) } });
  };
  for (const tool of ['test_input_required_result_elicitation', 'test_streaming_elicitation'])
    server.registerTool(tool, { description: 'Asks back.' }, name);

  const capital = inputRequired.createMessage(prompt('What is the capital of France?', 100));
  const model = async ({ mcpReq }: ServerContext) => {
    const answer = inputResponse(mcpReq.inputResponses, 'capital_question');
    if (answer.kind === 'sampling') return said(JSON.stringify(answer.result.content));
    return inputRequired({ inputRequests: { capital_question: capital } });
  };
  // What a client cannot do it is not asked, which the package sees to.
  for (const tool of [
    'test_input_required_result_sampling',
    'test_input_required_result_capabilities',
    'test_missing_capability',
  ])
    server.registerTool(tool, { description: 'Asks the model.' }, model);

  server.registerTool('test_input_required_result_list_roots', { description: 'Asks for folders.' }, ({ mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'client_roots');
    if (answer.kind === 'roots') return said(answer.roots.map(({ uri }) => uri).join());
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks back.' }, ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_context', z.object({ context: z.string() }));
    if (given) return { messages: [{ role: 'user', content: { type: 'text', text: given.context } }] };
    const question = form('What context should the prompt use?', { context: { type: 'string' } });
    return inputRequired({ inputRequests: { user_context: inputRequired.elicit(question) } });
  });
}

/** The same with a state that the client keeps meanwhile, sealed as the gateway seals its own. */
function addStates(server: McpServer, sessionOf: (context: ServerContext) => Session): void {
  const sealed = async (context: ServerContext, state: string) =>
    (await stateOf<string>(sessionOf(context))).mint(state, context);
  const confirm = async (context: ServerContext) => {
    if (context.mcpReq.requestState() === 'asked' && acceptedContent(context.mcpReq.inputResponses, 'confirm'))
      return said('state-ok');
    return inputRequired({
      inputRequests: { confirm: inputRequired.elicit(OK) },
      requestState: await sealed(context, 'asked'),
    });
  };
  for (const tool of ['test_input_required_result_request_state', 'test_input_required_result_tampered_state'])
    server.registerTool(tool, { description: 'Asks back, and knows it.' }, confirm);

  const several = {
    user_name: inputRequired.elicit(NAME),
    greeting: inputRequired.createMessage(prompt('Generate a greeting', 50)),
    client_roots: inputRequired.listRoots(),
  };
  server.registerTool('test_input_required_result_multiple_inputs', { description: 'Asks all.' }, async (context) => {
    const { inputResponses = {} } = context.mcpReq;
    if (context.mcpReq.requestState() === 'all' && Object.keys(several).every((key) => key in inputResponses))
      return said('done');
    return inputRequired({ inputRequests: several, requestState: await sealed(context, 'all') });
  });
  server.registerTool('test_input_required_result_multi_round', { description: 'Asks twice.' }, async (context) => {
    const state = context.mcpReq.requestState();
    if (state === 'step2' && acceptedContent(context.mcpReq.inputResponses, 'step2')) return said('done');
    const second = state === 'step1' && acceptedContent(context.mcpReq.inputResponses, 'step1');
    const [step, question] = second
      ? (['step2', form('Step 2: What is your favorite color?', { color: { type: 'string' } })] as const)
      : (['step1', form('Step 1: What is your name?', { name: { type: 'string' } })] as const);
    return inputRequired({
      inputRequests: { [step]: inputRequired.elicit(question) },
      requestState: await sealed(context, step),
    });
  });
}
