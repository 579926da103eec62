"""`lfr-eval demo`: the whole chain, on photographs that installed packages carry."""

from __future__ import annotations

from lfr_eval.cli.output import Json, home, print_json, progress, say


def demo(as_json: Json = False) -> None:
    """Enrol ten people, film sixteen of whom one is listed, watch the film and say what happened.

    Everything is real: the models, the photographs, the record. Takes about a minute; nothing is downloaded.
    """
    from lfr_eval.evaluate.demo.run import run_demo, tell
    from lfr_eval.report.demo import demo_lines, draw

    with progress("Demo") as report:
        result = run_demo(home(), report)
        picture = draw(result)
    stated = tell(result)
    if as_json:
        print_json(stated | {"timeline": str(picture)})
        return
    say("\n".join(demo_lines(result)))
    say(f"\nLook at   {picture}\n          {result.annotated}")
    say(f"Then try  lfr-eval runs show latest\n          lfr-eval score latest --truth {result.truth} --threshold 0.3")
