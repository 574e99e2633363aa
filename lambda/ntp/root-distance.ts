import type { Packet } from './packet';

/**
 * RFC 5905, section 7.2 (figure 6): MINDISP. A secondary server that follows the RFC never states less (appendix
 * A.5.5.4); OpenNTPD, and chronyd's `local`, state zero.
 */
const MIN_DISPERSION_MS = 5;

type Stated = Pick<Packet, 'stratum' | 'rootDelayMs' | 'rootDispersionMs'>;

/** Whether a secondary server says that its clock has no error, which no clock that follows another can. */
export function statesNoDispersion({ stratum, rootDispersionMs }: Stated): boolean {
  return stratum > 1 && rootDispersionMs === 0;
}

/**
 * How far from true time the served time may be on the server's own account, ms: half the round trip to its
 * primary source plus its dispersion (RFC 5905, section 11.2.3: the server's part of the root distance).
 */
export function serverDistanceMs(packet: Stated): number {
  const dispersionMs = statesNoDispersion(packet) ? MIN_DISPERSION_MS : packet.rootDispersionMs;
  return packet.rootDelayMs / 2 + dispersionMs;
}
