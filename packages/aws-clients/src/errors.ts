/** An AWS call got no complete response within its total time, retries included. Whether AWS carried it out is unknown. */
export class AwsCallTimedOutError extends Error {
  readonly code = 'MERIDIAN_AWS_CALL_TIMED_OUT'

  constructor(call: string, region: string, withinMs: number, attempts: number, options?: ErrorOptions) {
    super(
      `${call} in ${region} had no complete answer within ${withinMs / 1_000} s (${attempts} attempts at most)`,
      options,
    )
    this.name = new.target.name
  }
}
