import { randomUUID } from 'node:crypto';
import type { FunctionSpec } from '../../lab/function-process';
import { type CompletedInvocation, ExecutionEnvironment } from './execution-environment';
import { FUNCTION_ARN } from './runtime-settings';

/** What a failures destination gets (Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"). */
export interface FailureRecord {
  version: '1.0';
  timestamp: string;
  requestContext: {
    requestId: string;
    functionArn: string;
    condition: 'RetriesExhausted';
    approximateInvokeCount: number;
  };
  requestPayload: unknown;
  responseContext: { statusCode: 200; executedVersion: '$LATEST'; functionError: 'Unhandled' };
  responsePayload: unknown;
}

/**
 * Lambda's side of asynchronous invocations, for one function: an event gets an execution environment that is idle, or
 * a new one; what fails is tried again as often as was configured, then its record goes to the failures destination.
 */
export class AsyncInvocations {
  /** What has arrived at the failures destination. */
  readonly failures: FailureRecord[] = [];
  private readonly environments: ExecutionEnvironment[] = [];

  /**
   * @param variables what the platform adds to the function's own environment: endpoints of stand-ins
   * @param retryAttempts how often a failed event is tried again
   */
  constructor(
    private readonly spec: FunctionSpec,
    private readonly variables: NodeJS.ProcessEnv,
    private readonly retryAttempts = 0,
  ) {}

  /** Every environment so far, in the order of their start. */
  get started(): readonly ExecutionEnvironment[] {
    return this.environments;
  }

  /**
   * Invokes and waits until the event is done with, one way or the other.
   * @param event a JSON document
   * @returns the last attempt
   */
  async invoke(event: string): Promise<CompletedInvocation> {
    const requestId = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const invocation = await this.attempt(requestId, event);
      if (invocation.error === undefined) {
        return invocation;
      }
      if (attempt > this.retryAttempts) {
        this.failures.push(failureRecord(event, invocation, attempt));
        return invocation;
      }
    }
  }

  /** Ends every environment, whatever it is doing. */
  async close(): Promise<void> {
    await Promise.all(this.environments.map((each) => each.end()));
  }

  private async attempt(requestId: string, event: string): Promise<CompletedInvocation> {
    const warm = this.environments.find(({ idle }) => idle);
    if (warm !== undefined) {
      return warm.invoke(requestId, event);
    }
    const cold = await ExecutionEnvironment.start(this.spec, this.variables);
    this.environments.push(cold);
    return cold.invoke(requestId, event);
  }
}

function failureRecord(
  event: string,
  { requestId, error }: CompletedInvocation,
  attempts: number,
): FailureRecord {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${FUNCTION_ARN}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error,
  };
}
