import { global, price, seoul, us } from '../../src/price-list.ts'
import { AS_IN_US, GOLDENS, MEMORY } from './sources.ts'

/** CloudFront's prices are by where the visitor is: `america` stands for the United States, Mexico, Canada and Europe, `asia` for South Korea's group. */
export const EDGE = {
  'route53-zone': price('Route 53', 'each-month', global(0.5, GOLDENS)),
  'route53-geo-query': price('Route 53', 'million', global(0.7, GOLDENS)),
  'route53-health-check': price('Route 53', 'each-month', global(0.5, GOLDENS)),
  'route53-health-check-option': price('Route 53', 'each-month', global(1, GOLDENS)),
  'arc-cluster': price('Route 53 ARC', 'hour', global(2.5, MEMORY)),
  'cloudfront-gb-america': price('CloudFront', 'GB', global(0.085, GOLDENS)),
  'cloudfront-gb-asia': price('CloudFront', 'GB', global(0.12, GOLDENS)),
  'cloudfront-https-america': price('CloudFront', 'ten thousand', global(0.01, GOLDENS)),
  'cloudfront-https-asia': price('CloudFront', 'ten thousand', global(0.012, GOLDENS)),
  'cloudfront-origin-gb-america': price('CloudFront', 'GB', global(0.02, GOLDENS)),
  'cloudfront-origin-gb-asia': price('CloudFront', 'GB', global(0.06, MEMORY)),
  'cloudfront-function': price('CloudFront', 'million', global(0.1, GOLDENS)),
  'waf-acl': price('WAF', 'each-month', us(5, GOLDENS), seoul(5, AS_IN_US)),
  'waf-rule': price('WAF', 'each-month', us(1, GOLDENS), seoul(1, AS_IN_US)),
  'waf-request': price('WAF', 'million', us(0.6, GOLDENS), seoul(0.6, AS_IN_US)),
  'shield-advanced': price('Shield', 'each-month', global(3000, MEMORY)),
}
