from scenes import hit, row, watch

from lfr_eval.metrics.list_effects import FalselyNamed, falsely_named, fpir_without, selectivity


def test_one_list_person_makes_most_false_positives():
    # Three strangers: two are taken for P, one of them for Q too; the listed P is once taken for Q.
    passes = [row("a", 0, 5), row("b", 10, 15), row("c", 20, 25), row("p", 30, 35, "P")]
    records = watch(passes, [hit(1), hit(2), hit(3, "Q"), hit(11), hit(31, "Q"), hit(32)]).records
    assert falsely_named(records) == (FalselyNamed("P", 2), FalselyNamed("Q", 2))
    assert (fpir_without(records, set()).k, fpir_without(records, {"P"}).k, fpir_without(records, {"P", "Q"}).k) == (
        2, 1, 0,
    )  # fmt: skip
    assert selectivity(records) == 1.0
    assert selectivity([]) is None
