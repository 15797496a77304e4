import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    AssumeRoleResponse: ['PackedPolicySize', 'SourceIdentity'],
  },
}
