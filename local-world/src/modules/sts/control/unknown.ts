import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'A request is refused that gives a session a policy or a source identity.': {
    AssumeRoleResponse: ['PackedPolicySize', 'SourceIdentity'],
  },
}
