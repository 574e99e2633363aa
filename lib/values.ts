import { isIP } from 'node:net';
import { z } from 'zod';
import { DIMENSION_VALUE, DIMENSION_VALUE_TEXT } from '../lambda/event';

/** The kinds of value in monitor.json. Each one's `error` completes the sentence "expected ...". */

const HOST_EXPECTED =
  'a host name or an IP address alone: no scheme, path, brackets or port (the port is a key of its own)';

/** RFC 1123 labels; an underscore is allowed because private zones have it. */
const HOST_NAME =
  /^(?=.{1,253}\.?$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?$/;

/** Names end in letters, so that a mistyped address such as 10.0.0.300 isn't looked up as a name. */
function isHost(text: string): boolean {
  return isIP(text) !== 0 || (HOST_NAME.test(text) && !/(^|\.)\d+\.?$/.test(text));
}

export const HOST = z
  .string({ error: HOST_EXPECTED })
  .min(1, { error: HOST_EXPECTED })
  .refine(isHost, { error: HOST_EXPECTED });

/** A dimension's value, and part of an alarm's name. */
export const DIMENSION_TEXT = matching(DIMENSION_VALUE, DIMENSION_VALUE_TEXT);

export const EMAIL = z.email({ error: 'an e-mail address' });

export const UDP_PORT = integer('a UDP port from 1 to 65535', 1, 65_535);

const MS_EXPECTED = 'a number of milliseconds above 0';
export const POSITIVE_MS = z.number({ error: MS_EXPECTED }).positive({ error: MS_EXPECTED });

export const VPC_ID = matching(/^vpc-[0-9a-f]+$/, 'the id of a VPC, such as vpc-0123456789abcdef0');

export const SUBNET_ID = matching(
  /^subnet-[0-9a-f]+$/,
  'the id of a subnet, such as subnet-0123456789abcdef0',
);

function matching(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

function integer(expected: string, least: number, most: number) {
  return z
    .number({ error: expected })
    .int({ error: expected })
    .min(least, { error: expected })
    .max(most, { error: expected });
}
