import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { LambdaControl } from '../context.ts'
import { functionNamed } from '../shapes.ts'

const ACCEPTED = 202
const NO_CONTENT = 204

function refuseNoJson(payload: string): void {
  try {
    JSON.parse(payload)
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    )
  }
}

/** Waits for the function; an `Event` responds at once, and a `DryRun` calls nothing. */
export const invoke =
  (control: LambdaControl) =>
  async (input: InvocationRequest, { region }: WireContext): Promise<InvocationResponse> => {
    const { arn } = functionNamed(control, input.FunctionName ?? '', region)
    const text = input.Payload === undefined ? '' : Buffer.from(input.Payload as Uint8Array).toString('utf8')
    const payload = text === '' ? '{}' : text
    refuseNoJson(payload)
    if (input.InvocationType === 'DryRun') return { StatusCode: NO_CONTENT }
    const calling = control.invoke(arn, payload)
    if (input.InvocationType === 'Event') {
      calling.catch(() => {})
      return { StatusCode: ACCEPTED }
    }
    const outcome = await calling
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      ...(outcome.functionError && { FunctionError: outcome.functionError }),
      ...(input.LogType === 'Tail' && { LogResult: Buffer.from(outcome.logTail).toString('base64') }),
      Payload: Buffer.from(outcome.payload) as unknown as NonNullable<InvocationResponse['Payload']>,
    }
  }
