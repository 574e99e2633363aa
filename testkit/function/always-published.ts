/** The counts of every run of full detail, by what they are when all is well. A further metric of that kind is added here. */
export const ALWAYS_PUBLISHED = {
  RunsPublished: 1,
  ServersOutside: 0,
  ServersUncertain: 0,
  ServersRemarked: 0,
  Outvoted: 0,
};
