export const STAMP: string;
export function stampOfSources(): string;
export function isBuilt(): boolean;
