"""Pure statistics: arrays in, values out; no files and no clock. It imports only `lfr_eval.core`.

**What is counted.** A *pass* is one person going once through the zone of recognition. It is *mated* when that person
is on the watchlist as submitted, *non-mated* when an annotator asserts that they are not, *unknown* when nobody can
tell. A *hit* is the rank-1 candidate of a decision at or above the threshold; an *alert* is what de-duplication leaves
of the hits. Rates of passes come from hits, so that a notification which de-duplication silenced is still counted.

**What is measured** (ISO/IEC 19795-1; all at one threshold, on one list):

- *TPIR*, true-positive identification rate: mated passes with at least one correct hit / mated passes. People who
  failed to enrol and faces that were not acquired count as misses. *FNIR* = 1 - TPIR.
- *FPIR*, false-positive identification rate: non-mated passes with at least one hit on anyone / non-mated passes.
- *Wrong identity*: mated passes with a hit on somebody else / mated passes; outside ISO's FPIR, yet a wrongful stop.
- *Timely recognition*: mated passes with a correct hit within `grace_s` of entry / mated passes. *Delays* are
  quantiles of the cumulative incidence: who left unrecognised never is.
- *FTA*, failure to acquire: passes without a template / passes. *Algorithm-only* rates leave such passes out.
- *SEL*, selectivity: persons hit per non-mated pass, so at least FPIR.
- *False share of alerts*: false alerts / alerts, as the two bounds that unconfirmed alerts leave open.
- *False alerts per face seen*: false alerts / tracks. A track is a system count that re-detection inflates.
- *FMR* and *FNMR*: the same errors per comparison of two images; *FAR* and *FRR* with failures to acquire as
  rejections. *DET* and *ROC* draw them over all thresholds; *CMC* counts mates by rank at no threshold.
- *PPV*, precision: true alerts / alerts, which depends on how many listed people pass.

A rate never travels without its events, its trials, its people and its interval; n = 0 has no value. People, not
passes, are what counts. A difference between groups ends in one of three findings, in this order: equivalence
shown, disparity shown, inconclusive with the amount of testing that it would take.

**Where it is.**

- `proportions` intervals of one proportion or count · `rates` a rate or a guarantee from trials and their subjects
- `truth`, `box_matching`, `attribution`, `alert_truth`, `acquisition` whose is a hit, an alert, a face
- `passes` score one source · `records` what that leaves · `pass_scores`, `alert_scores` pool sources to rates
- `incidence` how soon something happens to people who may leave before · `pass_times` the waits of passes
- `seen_faces` whose faces were, as far as truth says · `list_effects` what list persons contribute
- `verification` pairs in folds · `all_pairs`, `pair_sides`, `pair_counts`, `pair_rates` everybody against everybody
- `search` open-set searches of images · `curves` DET, ROC, CMC, threshold for a target
- `people`, `effective` the one interval · `comparisons` two groups · `paired` two systems on the same trials
- `disparity` indices over many groups · `bootstrap` shuffles of their labels by subject
- `two_way` FPIR on other lists · `transport` on longer ones
- `groups` the same metric per group · `group_comparison`, `verdicts` each group against the rest
- `scaling` list size, list mix, base rate · `planning` how much testing is needed
- `reviewers` agreement and errors of people who adjudicate alerts
- `suppression` which counts a public edition withholds
"""
