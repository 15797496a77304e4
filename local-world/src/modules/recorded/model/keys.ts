import { createHash } from 'node:crypto'
import type { ResourceProvider } from '../../../kernel/resource-provider.ts'
import { nameOf, tagsOf, uuidOf } from './identity.ts'

export const key: ResourceProvider = (request) => {
  const { region, accountId, inputs } = request
  const keyId = inputs.multiRegion === true ? `mrk-${request.suffix(32)}` : uuidOf(request)
  const arn = `arn:aws:kms:${region}:${accountId}:key/${keyId}`
  return { id: keyId, outputs: { region, arn, keyId, ...tagsOf(request) } }
}

export const keyAlias: ResourceProvider = (request) => {
  const { region, accountId, inputs } = request
  const given = nameOf(request)
  const name = given.startsWith('alias/') ? given : `alias/${given}`
  const prefix = `arn:aws:kms:${region}:${accountId}`
  const target = String(inputs.targetKeyId)
  return {
    id: name,
    outputs: {
      region,
      name,
      arn: `${prefix}:${name}`,
      targetKeyArn: target.startsWith('arn:') ? target : `${prefix}:key/${target}`,
    },
  }
}

export const certificate: ResourceProvider = (request) => {
  const { region, accountId, inputs } = request
  const arn = `arn:aws:acm:${region}:${accountId}:certificate/${uuidOf(request)}`
  const others = Array.isArray(inputs.subjectAlternativeNames) ? inputs.subjectAlternativeNames : []
  const names = [...new Set([String(inputs.domainName), ...others.map(String)])]
  const validation = (domainName: string) => {
    const proved = domainName.replace(/^\*\./, '')
    // One record validates a name for every certificate of the account, in every region.
    const digits = createHash('sha256').update(`${accountId} ${proved}`).digest('hex')
    return {
      domainName,
      resourceRecordName: `_${digits.slice(0, 32)}.${proved}.`,
      resourceRecordType: 'CNAME',
      resourceRecordValue: `_${digits.slice(32)}.acm-validations.aws.`,
    }
  }
  return {
    id: arn,
    outputs: {
      region,
      arn,
      domainValidationOptions: names.map(validation),
      status: 'ISSUED',
      ...tagsOf(request),
    },
  }
}

export const certificateValidation: ResourceProvider = ({ inputs, region }) => ({
  id: String(inputs.certificateArn),
  outputs: { region },
})
