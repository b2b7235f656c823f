"""The two engines on the two articles, in one run: speed from start to end, agreement, memory, cold start.

    python docs/benchmarks/engines.py [corpus]

Each engine runs in a process of its own, with the same model, options and cores; "start to end" is from the
start of the process to its last sentence. Needs the torch extra. The float32 conversion is made in the
user's cache.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

COLD = """
from songngu.engines import load_engine
from songngu.languages import LanguagePair
print(load_engine(LanguagePair()).translate(["The Ministry of National Defence issued a directive."])[0].text)
"""


def measure(engine: str, precision: str, corpus: Path) -> None:
    from songngu.engines import load_model_info
    from songngu.engines.bench import peak_memory
    from songngu.engines.registry import default_model
    from songngu.languages import LanguagePair

    model = load_model_info(default_model(LanguagePair()))
    if engine == "transformers":
        from songngu.engines.transformers_engine import TransformersEngine

        loaded = TransformersEngine(model)
    else:
        from songngu.engines.ctranslate2_engine import CTranslate2Engine

        loaded = CTranslate2Engine(model, precision)
    start = time.perf_counter()
    targets = [hypothesis.text for hypothesis in loaded.translate(lines(corpus))]
    print(json.dumps({"targets": targets, "decoding": time.perf_counter() - start, "peak": peak_memory()}))


def lines(corpus: Path) -> list[str]:
    files = sorted(corpus.glob("*/reference.en.txt"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def main(corpus: Path) -> None:
    results = {}
    for engine, precision in (
        ("transformers", "float32"),
        ("ctranslate2", "float32"),
        ("ctranslate2", "int8"),
    ):
        command = [sys.executable, __file__, "--measure", engine, precision, str(corpus)]
        start = time.perf_counter()
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        result = json.loads(output.splitlines()[-1]) | {"whole": time.perf_counter() - start}
        results[engine, precision] = result
    base = results["transformers", "float32"]
    print(f"{len(lines(corpus))} segments")
    print("| engine | precision | decoding s | start to end s | ratio | ratio to end | same text | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    for (engine, precision), result in results.items():
        same = sum(map(str.__eq__, base["targets"], result["targets"])) / len(base["targets"])
        print(
            f"| {engine} | {precision} | {result['decoding']:.2f} | {result['whole']:.2f}"
            f" | {base['decoding'] / result['decoding']:.1f} | {base['whole'] / result['whole']:.1f}"
            f" | {same:.1%} | {result['peak']:.0f} |"
        )
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", COLD], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    print(f"one sentence, cold: {min(times):.2f} s (best of 5: {', '.join(f'{each:.2f}' for each in times)})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus"))
