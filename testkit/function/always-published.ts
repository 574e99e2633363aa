/** The counts of every run of full detail, by what they are when all is well. A further metric of that kind is added here. */
export const ALWAYS_PUBLISHED = {
  RunsPublished: 1,
  ServersOutside: 0,
  ServersUncertain: 0,
  ServersRemarked: 0,
  Outvoted: 0,
};

/** What a run of full detail counts beside, while reference time is lost. */
export const WITHOUT_REFERENCE = { RunsWithoutReference: 1, RunsUncertain: 0.3, RunsOutvoted: 0.3 };
