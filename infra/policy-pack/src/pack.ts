import { RULES, WAIVERS } from '@meridian/policy'
import { PolicyPack } from '@pulumi/policy'
import { policyOf } from './policies.ts'

new PolicyPack('meridian', { policies: RULES.map((rule) => policyOf(rule, WAIVERS)) })
