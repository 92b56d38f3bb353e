#!/usr/bin/env python3
"""Rows of the benchmark in PyTorch and NumPy, for a comparison on one machine (docs/benchmark.md). No part of the tests.

    python3 src/tools/bench-torch.py [--data DIR] [--only 1,7,11] [--threads N] [--json FILE]

--data: a folder with MNIST's four idx.gz files; random data otherwise. Rows, as `npm run bench` numbers them:
  1   plane on two moons, one forward pass a point
  2   plane of 784-512-10, timed on some points and scaled
  4   curve of 784-512-10
  5   layer heatmap of 784-256-256-256-10 with layer normalisation
  7   training, network-steps a second: one by one; one by one in as many processes as cores, one thread each;
      stacked (products of all networks by bmm, one optimiser for all). The first and the last on one thread or on all,
      whichever is faster
  11  three MNIST networks 784-128-10, 12,000 examples, 5 epochs

PyTorch needs a fast BLAS: where the product it tells of first runs at a few GFLOP/s, it has the reference one
(Debian: python3-torch and libopenblas0-pthread).
"""
import argparse
import gzip
import json
import multiprocessing
import os
import platform
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

RUNS = 3
# name, widths, batch, networks, steps: the recipes of e2e/pages/bench/recipe.ts.
RECIPES = [
    ("2-64-2", [2, 64, 2], 256, 50, 200),
    ("2-512-2", [2, 512, 2], 256, 50, 40),
    ("784-64-10", [784, 64, 10], 128, 50, 94),
    ("784-128-10", [784, 128, 10], 128, 3, 94),
    ("784-512-10", [784, 512, 10], 128, 3, 94),
    ("64-8x64-10", [64] + [64] * 8 + [10], 64, 6, 300),
]
# One by one so many networks are timed, and a stack for as many network-steps: a rate needs no more.
TIMED_NETWORKS = 6
LEAST_STACKED_STEPS = 16


def on_threads(threads, work):
    """The work's result, with so many threads of PyTorch."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        return work()
    finally:
        torch.set_num_threads(before)


def fastest(work, runs=RUNS):
    """Seconds, and the threads that took them: one, or all."""
    return min((on_threads(threads, lambda: seconds(work, runs)), threads) for threads in sorted({1, torch.get_num_threads()}))


def seconds(work, runs=RUNS):
    """Median of some runs, after one that is not counted."""
    times = []
    for run in range(runs + 1):
        start = time.perf_counter()
        work()
        if run > 0:
            times.append(time.perf_counter() - start)
    return float(np.median(times))


def random_examples(inputs, classes, count, seed):
    rng = np.random.default_rng(seed)
    x = torch.from_numpy(rng.standard_normal((count, inputs), dtype=np.float32))
    return x, torch.from_numpy(rng.integers(0, classes, count))


def perceptron(widths, norm=False):
    layers = []
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if i < len(widths) - 2:
            layers += [nn.LayerNorm(outputs), nn.ReLU()] if norm else [nn.ReLU()]
    return nn.Sequential(*layers)


def step_flops(widths, batch):
    """Products of a step, two operations a multiply-add; no gradient by the inputs of the first layer."""
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return 2 * batch * sum((2 if i == 0 else 3) * size for i, size in enumerate(sizes))


def product_rate(size=1024):
    """GFLOP/s of a large product: what PyTorch can reach here."""
    a, b = torch.randn(size, size), torch.randn(size, size)
    return 2 * size**3 / seconds(lambda: a @ b, 5) / 1e9


def train_one(network, x, y, batch, order):
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(network(x[rows]), y[rows]).backward()
        optimizer.step()


def train_one_by_one(widths, batch, networks, x, y, epochs=1):
    for seed in range(networks):
        torch.manual_seed(seed)
        network = perceptron(widths)
        for _ in range(epochs):
            train_one(network, x, y, batch, torch.randperm(len(x)))
    return network


def train_stacked(widths, batch, networks, x, y, epochs=1):
    """All networks in one: weights [networks, inputs, outputs], every network with its own order of the examples."""
    torch.manual_seed(0)
    parameters = []
    for inputs, outputs in zip(widths, widths[1:]):
        bound = inputs**-0.5
        parameters.append(torch.empty(networks, inputs, outputs).uniform_(-bound, bound).requires_grad_())
        parameters.append(torch.empty(networks, 1, outputs).uniform_(-bound, bound).requires_grad_())
    optimizer = torch.optim.Adam(parameters, 1e-3)
    for _ in range(epochs):
        orders = torch.stack([torch.randperm(len(x)) for _ in range(networks)])
        for start in range(0, len(x), batch):
            rows = orders[:, start : start + batch]
            h = x[rows]
            for i in range(0, len(parameters), 2):
                h = torch.baddbmm(parameters[i + 1], h, parameters[i])
                if i + 2 < len(parameters):
                    h = torch.relu(h)
            optimizer.zero_grad(set_to_none=True)
            # The sum over the networks of each one's mean: every network has the gradient it would have alone.
            (F.cross_entropy(h.flatten(0, 1), y[rows].flatten(), reduction="sum") / rows.shape[1]).backward()
            optimizer.step()


def train_in_process(task):
    """A process's part: seconds of training so many networks, one after another on one thread, after a first run that is not counted."""
    widths, batch, networks, count = task
    torch.set_num_threads(1)
    x, y = random_examples(widths[0], widths[-1], count, 1)
    return seconds(lambda: train_one_by_one(widths, batch, networks, x, y), 2)


def training_row(name, widths, batch, networks, steps):
    count = batch * steps
    x, y = random_examples(widths[0], widths[-1], count, 1)
    timed = min(networks, TIMED_NETWORKS)
    cores = torch.get_num_threads()
    alone, alone_threads = fastest(lambda: train_one_by_one(widths, batch, timed, x, y))
    each = max(1, timed // cores)
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        beside = pool.map(train_in_process, [(widths, batch, each, count)] * cores, chunksize=1)
    together = min(steps, max(LEAST_STACKED_STEPS, steps * TIMED_NETWORKS // networks))
    part = batch * together
    stacked, stacked_threads = fastest(lambda: train_stacked(widths, batch, networks, x[:part], y[:part]))
    flops = step_flops(widths, batch)
    ways = [
        (f"one by one, {alone_threads} thread(s)", timed * steps / alone),
        (f"one by one in {cores} processes", sum(each * steps / took for took in beside)),
        (f"stacked, {stacked_threads} thread(s)", networks * together / stacked),
    ]
    for way, rate in ways:
        yield {
            "id": f"7. training {name}, batch {batch}, {networks} networks, {way}",
            "perSecond": rate,
            "ms": 1000 * networks * steps / rate,
            "gflops": rate * flops / 1e9,
        }


def moved(network, origin, directions, coordinates):
    theta = origin.clone()
    for c, d in zip(coordinates, directions):
        theta += c * d
    nn.utils.vector_to_parameters(theta, network.parameters())


def points_row(row, widths, count, points, timed, norm=False, splits=1):
    """One forward pass a point through parameters on a plane, as a research script has it: loss and accuracy."""
    x, y = random_examples(widths[0], widths[-1], count, 1)
    networks = [perceptron(widths, norm) for _ in range(3)]
    flat = [nn.utils.parameters_to_vector(network.parameters()).detach() for network in networks]
    directions = [flat[1] - flat[0], flat[2] - flat[0]]
    network = perceptron(widths, norm)
    places = np.random.default_rng(2).uniform(-1, 1, (timed, 2))

    def work():
        with torch.inference_mode():
            for place in places:
                moved(network, flat[0], directions, place)
                for _ in range(splits):
                    logits = network(x)
                    F.cross_entropy(logits, y).item(), (logits.argmax(1) == y).float().mean().item()

    yield {"id": row, "ms": 1000 * seconds(work) * points / timed, "note": "" if timed == points else f"{timed} of {points} points timed"}


def read_idx(path):
    with gzip.open(path) as file:
        data = file.read()
    dimensions = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def mnist(folder, train):
    if folder is None:
        return *random_examples(784, 10, train, 1), *random_examples(784, 10, 10_000, 2)

    def half(name, count):
        found = [next(Path(folder).rglob(f"{name}-{kind}*.gz"), None) for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")]
        if None in found:
            raise SystemExit(f"--data {folder}: {name}-images-idx3-ubyte.gz and {name}-labels-idx1-ubyte.gz are not both there.")
        images, labels = (read_idx(path)[:count] for path in found)
        return torch.from_numpy(images.reshape(len(images), 784).astype(np.float32) / 255), torch.from_numpy(labels.astype(np.int64))

    return *half("train", train), *half("t10k", 10_000)


def mnist_rows(folder, count=12_000, epochs=5, networks=3):
    widths, batch = [784, 128, 10], 128
    name = f"{'MNIST' if folder else 'random data'}, {networks} networks 784-128-10, {count:,} examples, {epochs} epochs"
    start = time.perf_counter()
    x, y, test_x, test_y = mnist(folder, count)
    yield {"id": f"11. {name}: load", "ms": 1000 * (time.perf_counter() - start)}
    steps = networks * epochs * -(-count // batch)
    for way, work in (("one by one", train_one_by_one), ("stacked", train_stacked)):
        took, threads = fastest(lambda: work(widths, batch, networks, x, y, epochs), 1)
        yield {"id": f"11. {name}: train, {way}, {threads} thread(s)", "ms": 1000 * took, "perSecond": steps / took}
    network = train_one_by_one(widths, batch, 1, x, y, epochs)

    def score():
        with torch.inference_mode():
            for images, labels in ((x, y), (test_x, test_y)):
                logits = network(images)
                score.accuracy = (F.cross_entropy(logits, labels).item(), (logits.argmax(1) == labels).float().mean().item())[1]

    took = networks * seconds(score)
    yield {"id": f"11. {name}: score on all examples", "ms": 1000 * took, "note": f"test accuracy {100 * score.accuracy:.1f} %"}


ROWS = {
    1: lambda _: (row for width in (32, 512) for row in points_row(f"1. plane 51 x 51, two moons 2-{width}-2, 1,000 examples", [2, width, 2], 1000, 51**2, 300)),
    2: lambda _: points_row("2. plane 51 x 51, 784-512-10, 1,000 examples", [784, 512, 10], 1000, 51**2, 50),
    4: lambda _: points_row("4. curve, 25 points, naive and aligned, train and test, 784-512-10", [784, 512, 10], 1000, 50, 50, splits=2),
    5: lambda _: points_row(
        "5. layer heatmap, single + both cumulative, both ways, 784-256-256-256-10 with layer normalisation, 500 examples",
        [784, 256, 256, 256, 10], 500, 27, 27, norm=True,
    ),
    7: lambda _: (row for recipe in RECIPES for row in training_row(*recipe)),
    11: mnist_rows,
}


def digits(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main():
    parser = argparse.ArgumentParser(description="Rows of the benchmark in PyTorch.")
    parser.add_argument("--data", help="a folder with MNIST's idx.gz files")
    parser.add_argument("--only", default=",".join(map(str, ROWS)), help="numbers of rows, such as 7,11")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of PyTorch; as many as cores otherwise")
    parser.add_argument("--json", help="where to write the rows")
    options = parser.parse_args()
    try:
        chosen = [int(number) for number in options.only.split(",")]
    except ValueError:
        chosen = [0]
    if not set(chosen) <= set(ROWS):
        parser.error(f"--only takes some of {', '.join(map(str, ROWS))}, not {options.only!r}")
    torch.set_num_threads(options.threads)
    print(f"PyTorch {torch.__version__}, Python {platform.python_version()}, {torch.get_num_threads()} threads; a product of 1024 x 1024 matrices runs at {product_rate():.0f} GFLOP/s.")
    rows = []
    print(f"{'ms':>9}  {'steps/s':>9}  {'GFLOP/s':>8}")
    for number in chosen:
        for row in ROWS[number](options.data):
            rows.append(row)
            cells = [digits(row.get(key)) for key in ("ms", "perSecond", "gflops")]
            print(f"{cells[0]:>9}  {cells[1]:>9}  {cells[2]:>8}  {row['id']}{'; ' + row['note'] if row.get('note') else ''}", flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "rows": rows}, indent=2))


if __name__ == "__main__":
    main()
