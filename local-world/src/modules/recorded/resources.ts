import type { InvokeProvider } from '../../kernel/resource-provider.ts'
import { ACCOUNT_TYPES } from './model/account.ts'
import { EDGE_TYPES } from './model/edge.ts'
import { policy, role, rolePolicy, rolePolicyAttachment } from './model/identity.ts'
import { imageRepository, lifecyclePolicy, replicationConfiguration } from './model/images.ts'
import { certificate, certificateValidation, key, keyAlias } from './model/keys.ts'
import { OPERATIONS_TYPES } from './model/operations.ts'
import { getPolicyDocument } from './model/policy-document.ts'
import type { RecordedType } from './model/recorded-type.ts'

const NO_IAM = 'nothing in the local world evaluates IAM policies; every caller is the account itself'

/** Types with ids and outputs as on AWS, and no other effect; `why` is one line for the plan and the docs. */
export const RECORDED: Readonly<Record<string, RecordedType>> = {
  ...EDGE_TYPES,
  ...ACCOUNT_TYPES,
  ...OPERATIONS_TYPES,
  'aws:iam/role:Role': { provider: role, why: NO_IAM },
  'aws:iam/policy:Policy': { provider: policy, why: NO_IAM },
  'aws:iam/rolePolicy:RolePolicy': { provider: rolePolicy, why: NO_IAM },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': { provider: rolePolicyAttachment, why: NO_IAM },
  'aws:kms/key:Key': {
    provider: key,
    why: 'data files on this machine are not encrypted; no key is needed to read them',
  },
  'aws:kms/alias:Alias': { provider: keyAlias, why: 'names a key, and nothing runs for keys' },
  'aws:ecr/repository:Repository': {
    provider: imageRepository,
    why: 'the image is the checkout: tasks run its files',
  },
  'aws:ecr/replicationConfiguration:ReplicationConfiguration': {
    provider: replicationConfiguration,
    why: 'there are no images to copy between regions',
  },
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': {
    provider: lifecyclePolicy,
    why: 'there are no images to expire',
  },
  'aws:acm/certificate:Certificate': {
    provider: certificate,
    why: "the world's own authority signs what its edges present",
  },
  'aws:acm/certificateValidation:CertificateValidation': {
    provider: certificateValidation,
    why: 'certificates count as issued at once',
  },
}

const getCallerIdentity: InvokeProvider = ({ accountId }) => ({
  accountId,
  arn: `arn:aws:iam::${accountId}:root`,
  id: accountId,
  userId: accountId,
})

const getPartition: InvokeProvider = () => ({
  id: 'aws',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
  reverseDnsPrefix: 'com.amazonaws',
})

/** Finds resources of other stacks; a world's account has none. */
const getNoResources: InvokeProvider = () => ({ resourceTagMappingLists: [] })

/** Provider functions that depend only on the account. */
export const recordedInvokes: Readonly<Record<string, InvokeProvider>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': getCallerIdentity,
  'aws:index/getPartition:getPartition': getPartition,
  'aws:resourcegroupstaggingapi/getResources:getResources': getNoResources,
  'aws:iam/getPolicyDocument:getPolicyDocument': getPolicyDocument,
}
