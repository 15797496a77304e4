import type { ResourceBody } from '../../graph/resource-body.ts'
import { nameOf, tagsOf } from './identity.ts'
import type { RecordedType } from './recorded-type.ts'

/** A function with its first version, as it is before anybody publishes one. */
const lambdaFunction: ResourceBody = (request) => {
  const { region, accountId } = request
  const name = nameOf(request)
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`
  const path = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`
  return {
    id: name,
    outputs: {
      region,
      name,
      arn,
      invokeArn: path,
      qualifiedArn: `${arn}:$LATEST`,
      version: '$LATEST',
      ...tagsOf(request),
    },
  }
}

const lambdaPermission: ResourceBody = (request) => {
  const statementId = `${request.name}-${request.suffix(7)}`
  return { id: statementId, outputs: { region: request.region, statementId } }
}

const secretRotation: ResourceBody = ({ inputs, region }) => ({
  id: String(inputs.secretId),
  outputs: { region, rotationEnabled: true },
})

/** Types of keys, audit, backups and access that have no effect here. */
export const ACCOUNT_TYPES: Readonly<Record<string, RecordedType>> = {
  'aws:lambda/function:Function': { body: lambdaFunction, why: 'nobody calls functions here yet' },
  'aws:lambda/permission:Permission': {
    body: lambdaPermission,
    why: 'nothing in the local world evaluates IAM policies; every caller is the account itself',
  },
  'aws:secretsmanager/secretRotation:SecretRotation': {
    body: secretRotation,
    why: 'no clock rotates secrets here; rotate by hand',
  },
}
