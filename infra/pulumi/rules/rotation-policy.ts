import { allow, type PolicyDocument, type PolicyStatement, policyDocument } from './policy-document.ts'

export interface RotationRights {
  readonly accountId: string
  readonly region: string
  readonly functionName: string
  readonly logGroupArn: string
  /** The secret, or the replica of it that the region could make its own. */
  readonly secretArn: string
  readonly dataKeyArn: string
  readonly logsKeyArn: string
}

/** What rotating takes: the labels of one secret, its key, its log, and the network interfaces of its own function. */
export function rotationPolicy(rights: RotationRights): PolicyDocument {
  const { region, accountId, functionName, secretArn } = rights
  const through = (service: string) => ({
    StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
  })
  return policyDocument(
    allow(
      'RotateSecret',
      [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      [secretArn],
    ),
    // GetRandomPassword has no resource to restrict it to.
    allow('DrawPassword', ['secretsmanager:GetRandomPassword'], ['*'], {
      StringEquals: { 'aws:RequestedRegion': region },
    }),
    allow(
      'UseSecretsKey',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      [rights.dataKeyArn],
      through('secretsmanager'),
    ),
    allow('ReadEnvironment', ['kms:Decrypt'], [rights.logsKeyArn], through('lambda')),
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${rights.logGroupArn}:*`]),
    allow('AttachToNetwork', NETWORK_INTERFACES, ['*'], {
      StringEquals: { 'aws:RequestedRegion': region },
    }),
    forTheServiceOnly(`arn:aws:lambda:${region}:${accountId}:function:${functionName}`),
  )
}

const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
]

/** Lambda itself attaches the function to the network, under the function's role; the function's code may not. */
function forTheServiceOnly(functionArn: string): PolicyStatement {
  return {
    Sid: 'CodeTouchesNoNetwork',
    Effect: 'Deny',
    Action: ['ec2:*'],
    Resource: ['*'],
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
  }
}
