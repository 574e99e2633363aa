export function findChronyd(): string | undefined;
export function findProgram(name: string): string | undefined;
