"""B-cubed: for each mention, how much of its chain is right and how much of the right chain is there."""

from collections import Counter


def b_cubed(gold: list[str], found: list[str]) -> float:
    """F1, 0 to 1."""
    both, right, made = Counter(zip(gold, found)), Counter(gold), Counter(found)
    precision = sum(n * n / made[two] for (_, two), n in both.items()) / len(gold)
    recall = sum(n * n / right[one] for (one, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)
