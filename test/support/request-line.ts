/** Requests to the REST API as the sandbox logs them: what a test expects of a declared type's endpoint. */
import { camelCase } from '../../src/schema/attribute.ts';
import type { Resource } from '../../src/schema/resource.ts';
import { CustomFieldValue } from '../../src/schema/types/custom-field-value.ts';
import { ExternalReferenceSubjectType } from '../../src/schema/types/external-reference.ts';

export type Params = Readonly<Record<string, string>>;

/** A request by its path and parameters. */
export const requestLine = (path: string, params: Params) => {
  const query = Object.keys(params)
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  return `GET ${path}${query && `?${query}`}`;
};

const pathOf = ({ endpoint, type }: Resource): string => {
  if (!endpoint) throw new Error(`${type} has no endpoint.`);
  return endpoint.path;
};

/** A list, or a page of one. `scope` is the value of the mandatory parameter, for a type that has one. */
export const listLine = (resource: Resource, params: Params, scope: string) => {
  const param = resource.endpoint?.scope?.param;
  return requestLine(pathOf(resource), { ...params, ...(param && { [param]: scope }) });
};

/** Records by their ids, with whatever lifts what the endpoint hides. */
export const onlyLine = (resource: Resource, ids: readonly string[], params: Params = {}, scope = '') =>
  listLine(
    resource,
    { ...resource.endpoint?.reveal, apply_default_filters: 'false', only: ids.join(','), ...params },
    scope,
  );

/** One record by its own path. */
export const singleLine = (resource: Resource, id: string, params: Params = {}) =>
  requestLine(`${pathOf(resource)}/${id}`, { ...resource.endpoint?.reveal, ...params });

/** A record by its id, where nothing else of it is known but what its global id tells. */
export const byIdLine = (resource: Resource, id: string, params: Params = {}, scope = '') =>
  resource.endpoint?.scope && resource.endpoint.single
    ? singleLine(resource, id, params)
    : onlyLine(resource, [id], params, scope);

/** The mandatory argument of a list, `subjectType: STORY`; nothing for a type without one. */
export function scopeArgument({ type, endpoint, attributes }: Resource, scope: string): string {
  const param = endpoint?.scope?.param;
  if (!param) return '';
  if (param !== 'subject_type') return `${camelCase(param)}: "${scope}"`;
  const words =
    type === 'ExternalReference' ? ExternalReferenceSubjectType : CustomFieldValue.attributes.get('subjectType')?.type;
  if (!attributes.has('subjectType') || words?.kind !== 'enum') throw new Error(`${type} has no such argument.`);
  return `subjectType: ${words.values.find(({ wire }) => wire === scope)?.name}`;
}
