/** Receives what is in a queue within so many seconds, at most 10 messages, and deletes it there. @returns the bodies */
export function drain(queueUrl: string, waitSeconds: number): Promise<string[]>;
