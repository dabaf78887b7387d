"""A smaller tagger cut out of a larger one: fewer heads and inner units, what is left fitted anew by least squares.

What goes is chosen as in optimal brain surgeon (Hassibi and Stork 1993): the columns of a matrix whose loss the others
make up for best on examples, some at a time. The rest is then fitted to give what the teacher's layer gives, from what
the student's layers below give, so that errors do not add up.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from training.encoder import Encoder, Layer, padding_bias
from training.statements.examples import Example, collate
from training.statements.model import Tagger

RIDGE = 1e-3
"""Added to the squares, as a part of their mean."""


def _squares(given: Tensor) -> Tensor:
    """Sums of products of the columns, in double precision, slightly damped."""
    exact = given.double()
    product = exact.T @ exact
    damping: Tensor = RIDGE * product.diagonal().mean() * torch.eye(len(product), dtype=torch.double)
    return product + damping


def keep_columns(given: Tensor, weight: Tensor, count: int, size: int, at_once: int) -> Tensor:
    """The columns of `given` to keep, `count` groups of `size`; `weight` (out, columns) is what multiplies them."""
    squares = _squares(given)
    wanted = weight.double() @ squares
    kept = torch.arange(len(squares))
    while len(kept) > count * size:
        inverse = torch.linalg.inv(squares[kept][:, kept])
        fitted = wanted[:, kept] @ inverse
        groups = range(0, len(kept), size)
        if size == 1:
            cost = fitted.square().sum(0) / inverse.diagonal()
        else:
            blocks = [(fitted[:, k : k + size], inverse[k : k + size, k : k + size]) for k in groups]
            cost = torch.stack([(part @ torch.linalg.inv(own) * part).sum() for part, own in blocks])
        going = cost.argsort()[: min(at_once, len(cost) - count)]
        staying = torch.ones(len(cost), dtype=torch.bool)
        staying[going] = False
        kept = kept.view(-1, size)[staying].flatten()
    return kept


def fit_columns(given: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """The matrix near `weight` that makes most nearly `wanted` of `given`."""
    rest = wanted.double() - given.double() @ weight.double().T
    change = torch.linalg.solve(_squares(given), given.double().T @ rest)
    return (weight.double() + change.T).float()


def _fill(student: Layer, teacher: Layer, theirs: Tensor, x: Tensor, bias: Tensor, real: Tensor) -> None:
    """Give the student's layer its weights; `theirs` and `x` are what the teacher's layers below give, and its own."""
    ours, full = student.attention, teacher.attention
    student.norm1.load_state_dict(teacher.norm1.state_dict())
    student.norm2.load_state_dict(teacher.norm2.state_dict())
    before = theirs + full(theirs, bias)
    mixed = full.mix(x, bias)[real]
    kept = keep_columns(mixed, full.out.weight, ours.heads, full.width // full.heads, 1)
    rows = torch.cat([kept, kept + full.width, kept + 2 * full.width])
    ours.qkv.weight.copy_(full.qkv.weight[rows])
    ours.qkv.bias.copy_(full.qkv.bias[rows])
    ours.out.bias.copy_(full.out.bias)
    wanted = (before - x)[real] - full.out.bias
    ours.out.weight.copy_(fit_columns(mixed[:, kept], wanted, full.out.weight[:, kept]))
    middle, own = teacher.norm1(before), student.norm1(x + ours(x, bias))
    after = middle + teacher.down(F.gelu(teacher.up(middle)))
    active = F.gelu(teacher.up(own))[real]
    kept = keep_columns(active, teacher.down.weight, student.up.out_features, 1, 64)
    student.up.weight.copy_(teacher.up.weight[kept])
    student.up.bias.copy_(teacher.up.bias[kept])
    student.down.bias.copy_(teacher.down.bias)
    wanted = (after - own)[real] - teacher.down.bias
    student.down.weight.copy_(fit_columns(active[:, kept], wanted, teacher.down.weight[:, kept]))


@torch.no_grad()
def prune_encoder(tagger: Tagger, heads: int, inner: int, examples: list[Example]) -> Tagger:
    """The tagger with so many heads and inner units in each layer of its encoder, fitted on the examples."""
    small = Tagger(Encoder(heads, inner))
    shared = {name: value for name, value in tagger.state_dict().items() if not name.startswith("encoder.layers.")}
    small.load_state_dict(shared, strict=False)
    batch = collate(examples)
    real, bias = batch.mask == 1, padding_bias(batch.mask)
    theirs = ours = tagger.encoder.embed(batch.ids)
    for layer, teacher in zip(small.encoder.layers, tagger.encoder.layers):
        _fill(layer, teacher, theirs, ours, bias, real)
        theirs, ours = teacher(theirs, bias), layer(ours, bias)
        off = (ours - theirs)[real].square().mean() / theirs[real].var()
        print(f"a layer pruned: {off.item():.3f} of the variance lost", flush=True)
    return small


@torch.no_grad()
def prune_linker(tagger: Tagger, encoder: Encoder, heads: int, inner: int, examples: list[Example]) -> Tagger:
    """The tagger with so many heads and inner units in its linker; `encoder` is one of the size of its own."""
    small = Tagger(encoder, heads, inner)
    shared = {name: value for name, value in tagger.state_dict().items() if not name.startswith("layer.")}
    small.load_state_dict(shared, strict=False)
    batch = collate(examples)
    vectors, _ = tagger.encode(batch.ids, batch.mask)
    given: list[tuple[Tensor, Tensor]] = []
    hook = tagger.layer.register_forward_pre_hook(lambda _, arguments: given.append(arguments))
    tagger.link(vectors, batch.mask, batch.window, batch.first, batch.last)
    hook.remove()
    x, bias = given[0]
    _fill(small.layer, tagger.layer, x, x, bias, batch.mask[batch.window] == 1)
    return small
