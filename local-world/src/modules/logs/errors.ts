/** The program describes a log group or a metric filter that CloudWatch Logs would refuse. */
export class LogsPlanError extends Error {
  override readonly name = 'LogsPlanError'
  readonly code = 'MERIDIAN_LOGS_INVALID'

  constructor(subject: string, message: string) {
    super(`"${subject}": ${message}`)
  }
}

/** A task's log driver names a group that does not exist; the task does not start, as on Fargate. */
export class LogGroupMissingError extends Error {
  override readonly name = 'LogGroupMissingError'
  readonly code = 'MERIDIAN_LOGS_GROUP_MISSING'

  constructor(group: string, region: string) {
    super(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist (${group} in ${region}; describe it in the program)`,
    )
  }
}
