/**
 * Stands in the bundle where the SDK looks up which of several invocations at once it is called in, for the trace id
 * of its requests. An environment of this function has one at a time, whose trace id is in the environment.
 */
export const InvokeStore = { getInstanceAsync: async () => undefined };
