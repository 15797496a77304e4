import type { ResourceProvider } from '../../kernel/resource-provider.ts'

/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  lambdaFunction: 'aws:lambda/function:Function',
  permission: 'aws:lambda/permission:Permission',
} as const

/** A function before any version is published. */
const lambdaFunction: ResourceProvider = (request) => {
  const { region, accountId, inputs } = request
  const name = String(inputs.name ?? `${request.name}-${request.suffix(7, 'hex')}`)
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`
  return {
    id: name,
    outputs: {
      ...inputs,
      region,
      name,
      arn,
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      qualifiedArn: `${arn}:$LATEST`,
      version: '$LATEST',
      tagsAll: inputs.tags ?? {},
    },
  }
}

/** Recorded only: nothing here evaluates policies. */
const permission: ResourceProvider = (request) => {
  const statementId = String(request.inputs.statementId ?? `${request.name}-${request.suffix(7, 'hex')}`)
  return { id: statementId, outputs: { region: request.region, ...request.inputs, statementId } }
}

export const lambdaResources: Readonly<Record<string, ResourceProvider>> = {
  [TYPES.lambdaFunction]: lambdaFunction,
  [TYPES.permission]: permission,
}
