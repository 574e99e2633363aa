/**
 * Stands in the bundle where the SDK would load its event stream protocol on demand. No operation of
 * CloudWatch's has one, and it is a tenth of the SDK.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error("The function's bundle has no event streams; CloudWatch's operations need none");
  }
}
