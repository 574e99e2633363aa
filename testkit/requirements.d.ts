export function findChromium(): string | undefined;
export function findFaketime(): string | undefined;
export function leftOut(): string[];
