import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { InvalidSecretError } from '../../errors.ts'
import { randomPassword } from '../../model/random-password.ts'

export const getRandomPassword =
  () =>
  (input: GetRandomPasswordRequest): GetRandomPasswordResponse => {
    try {
      return { RandomPassword: randomPassword(camelCased(input)) }
    } catch (error) {
      if (error instanceof InvalidSecretError) throw new AwsError('InvalidParameterException', error.message)
      throw error
    }
  }

/** The provider function takes the same arguments in camelCase. */
const camelCased = (input: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([key, value]) => [`${key.charAt(0).toLowerCase()}${key.slice(1)}`, value]),
  )
