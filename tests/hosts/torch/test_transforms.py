"""PyTorch's list of transformations, one by one: a swapped model survives what a plain one does.

Also inside `enabled`. The numbers are float64, and equal up to its rounding.
"""

import contextlib
import copy
import io
import pickle

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import helpers.torch_tools  # noqa: E402, F401 - tells where compiled graphs lie
from torch import func, nn  # noqa: E402
from torch.autograd import forward_ad, functional, graph  # noqa: E402
from torch.nn.utils import fusion, parametrizations, parametrize, prune, stateless  # noqa: E402
from torch.nn.utils._per_sample_grad import call_for_per_sample_grads  # noqa: E402
from torch.utils import checkpoint, flop_counter  # noqa: E402
from torch.utils._pytree import tree_map_only  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*deprecated"),
    pytest.mark.filterwarnings("ignore:Using padding='same' with even:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*non-leaf Tensor"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]


def net():
    torch.manual_seed(0)
    layers = nn.Conv2d(3, 4, 3, padding=1, stride=2), nn.Tanh(), nn.Conv2d(4, 2, 2, groups=2)
    return nn.Sequential(*layers, nn.Conv2d(2, 2, (2, 3), padding="same")).double()


def image(n=2):
    torch.manual_seed(1)
    return torch.randn(n, 3, 7, 6, dtype=torch.float64)


def learned(model, x, run=None):
    """The loss and the gradients of all parameters."""
    model.zero_grad()
    loss = (run or model)(x).pow(2).sum()
    loss.backward()
    return [loss, *(p.grad for p in model.parameters())]


def loss_of(model):
    """The loss as a function of the parameters and an image."""

    def loss(parameters, x):
        return func.functional_call(model, parameters, (x,)).pow(2).sum()

    return loss, {name: value.detach() for name, value in model.named_parameters()}


def functional_grad(transform):
    def run(model, x):
        loss, parameters = loss_of(model)
        return transform(lambda p: loss(p, x))(parameters)

    return run


def tangent(parameters):
    return {name: torch.ones_like(value) for name, value in parameters.items()}


def weights(model, x):
    """The loss as a function of the first layer's weight."""
    loss, parameters = loss_of(model)
    return (lambda w: loss(parameters | {"0.weight": w}, x)), parameters["0.weight"]


def dual(model, x):
    f, w = weights(model, x)
    with forward_ad.dual_level():
        return forward_ad.unpack_dual(f(forward_ad.make_dual(w, w.cos()))).tangent


def dual_backward(model, x):
    """The derivatives of gradients, in forward mode, by what is handed to backward only."""
    y = model(x)
    with forward_ad.dual_level():
        dy = forward_ad.make_dual(torch.ones_like(y), y.detach())
        grads = torch.autograd.grad(y, list(model.parameters()), dy)
        return [forward_ad.unpack_dual(grad).tangent for grad in grads]


def vmap_grad(model, x):
    loss, parameters = loss_of(model)
    return func.vmap(func.grad(loss), (None, 0))(parameters, x[:, None])


def ensemble(model, x):
    models = [model, copy.deepcopy(model)]
    parameters, buffers = func.stack_module_state(models)

    def loss(p, b):
        return func.functional_call(model, (p, b), (x,)).pow(2).sum()

    return func.vmap(func.grad(loss), randomness="same")(
        {name: value.detach() for name, value in parameters.items()}, buffers
    )


def twice(model, x):
    parameters = list(model.parameters())
    grads = torch.autograd.grad(model(x).pow(2).sum(), parameters, create_graph=True)
    return torch.autograd.grad(sum(g.pow(2).sum() for g in grads), parameters)


def batched_grads(model, x):
    y = model(x)
    vectors = torch.eye(3, y.numel(), dtype=y.dtype).view(3, *y.shape)
    return torch.autograd.grad(y, list(model.parameters()), vectors, is_grads_batched=True)


def inside(context, call=learned):
    def run(model, x):
        with context():
            return call(model, x)

    return run


def hooks(model, x):
    with graph.saved_tensors_hooks(lambda t: t.numpy().copy(), torch.from_numpy):
        return learned(model, x)


def accumulated(model, x):
    """Each parameter takes its step as soon as its gradient is there."""

    def step(p):
        p.data.sub_(p.grad)

    for p in model.parameters():
        p.register_post_accumulate_grad_hook(step)
    learned(model, x)
    return list(model.parameters())


def sequential(model, x):
    return learned(
        model, x, lambda x: checkpoint.checkpoint_sequential(model, 2, x, use_reentrant=False)
    )


def checkpointed(*, reentrant):
    def run(model, x):
        x = x.clone().requires_grad_()
        again = lambda x: checkpoint.checkpoint(model, x, use_reentrant=reentrant)  # noqa: E731
        return [*learned(model, x, again), x.grad]

    return run


def selective(model, x):
    keep = [torch.ops.aten.convolution.default]
    contexts = lambda: checkpoint.create_selective_checkpoint_contexts(keep)  # noqa: E731
    return learned(
        model,
        x,
        lambda x: checkpoint.checkpoint(model, x, use_reentrant=False, context_fn=contexts),
    )


def compiled(**options):
    def run(model, x):
        torch.compiler.reset()
        return learned(model, x, torch.compile(model, **options))

    return run


def compiled_autograd(model, x):
    torch.compiler.reset()
    with torch._dynamo.config.patch(compiled_autograd=True):
        return learned(model, x, torch.compile(model, backend="aot_eager"))


class Everything(torch.fx.Tracer):
    def is_leaf_module(self, *_):
        return False


def traced(model, x):
    return learned(model, x, torch.fx.GraphModule(model, Everything().trace(model)))


def made_by_fx(model, x):
    f, w = weights(model, x)
    return torch.fx.experimental.proxy_tensor.make_fx(func.grad(f))(w)(w)


def per_sample(model, x):
    layer = model[0]
    call_for_per_sample_grads(layer)(x).pow(2).sum().backward()
    return [p.grad_sample for p in layer.parameters()]


def after(change):
    """Learn after a change of the model."""

    def run(model, x):
        changed = change(model)
        return learned(model if changed is None else changed, x)

    return run


def each_conv(change):
    def run(model):
        for layer in model:
            if isinstance(layer, nn.Conv2d):
                change(layer)

    return after(run)


def shallow(layer):
    """What the copy says counts, not what the layer says that it was copied from."""
    copied = copy.copy(layer[0])
    layer[0].stride = layer[0].padding = (3, 3)
    copied.dilation = (1, 2)
    return nn.Sequential(copied, *list(layer)[1:])


def replica(model):
    """A layer as data-parallel training makes it of another: with parameters of its own."""
    layer = model[0]._replicate_for_data_parallel()
    layer._parameters = {name: nn.Parameter(p + 1) for name, p in model[0].named_parameters()}
    return nn.Sequential(layer, *list(model)[1:])


def anew(model):
    """A layer made of another one's attributes."""
    layer = model[0].__new__(type(model[0]))
    layer.__dict__.update(vars(model[0]))
    return layer


def through(write, read):
    def change(model):
        file = io.BytesIO()
        write(model, file)
        file.seek(0)
        return read(file)

    return after(change)


def fused(model):
    norm = nn.BatchNorm2d(4).double()
    model[0] = fusion.fuse_conv_bn_eval(model[0].eval(), norm.eval())


class Plain(torch.Tensor):
    """A subclass that leaves everything to PyTorch."""


class Logged(torch.Tensor):
    """A subclass that is told of each function, and knows PyTorch's only."""

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        assert "filtergrad" not in str(getattr(function, "__module__", ""))
        return super().__torch_function__(function, types, args, kwargs or {})


class Wrapped(torch.Tensor):
    """A subclass around a tensor that is handed each operator, and knows PyTorch's only."""

    __torch_function__ = torch._C._disabled_torch_function_impl

    @staticmethod
    def __new__(cls, tensor):
        return cls._make_wrapper_subclass(
            cls, tensor.shape, strides=tensor.stride(), dtype=tensor.dtype
        )

    def __init__(self, tensor):
        self.tensor = tensor

    @classmethod
    def __torch_dispatch__(cls, function, types, args=(), kwargs=None):
        if function.namespace != "aten":
            return NotImplemented
        given = [cls.unwrap(args), cls.unwrap(kwargs or {})]
        return tree_map_only(torch.Tensor, cls, function(*given[0], **given[1]))

    @classmethod
    def unwrap(cls, values):
        return tree_map_only(cls, lambda value: value.tensor, values)


def wrapped(*which):
    """Learn where some of a layer's tensors are of somebody's class: all gradients then are."""

    def run(model, x):
        x, layer = x.clone(), model[0]
        dy = layer(x).detach().cos()
        x, dy = (Wrapped(t) if name in which else t for name, t in (("x", x), ("dy", dy)))
        if "weight" in which:
            layer.weight = nn.Parameter(Wrapped(layer.weight.detach()))
        layer(x.requires_grad_()).backward(dy)
        grads = [x.grad, layer.weight.grad, layer.bias.grad]
        return [Wrapped.unwrap(grads), [type(grad) is Wrapped for grad in grads]]

    return run


class Functions(torch.overrides.TorchFunctionMode):
    def __torch_function__(self, function, types, args=(), kwargs=None):
        return function(*args, **(kwargs or {}))


class Operators(torch.utils._python_dispatch.TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        return function(*args, **(kwargs or {}))


def counted_flops(model, x):
    """Of a layer without groups: with groups PyTorch counts too many for its own gradient."""
    with flop_counter.FlopCounterMode(display=False) as counter:
        learned(model[0], x)
    return counter.get_total_flops()


def fake(model, x):
    mode = torch._subclasses.FakeTensorMode(allow_non_fake_inputs=True)
    with mode:
        grads = learned(copy.deepcopy(model), mode.from_tensor(x))
    return [torch.zeros(grad.shape) for grad in grads]


def mutated(model, x):
    """What was saved must not change before backward."""
    y = model[0](x)
    with torch.no_grad():
        model[0].weight.add_(1)
    y.sum().backward()


class Undefined(torch.autograd.Function):
    """A function without a gradient. An optimiser moves what has one of zeros."""

    @staticmethod
    def forward(ctx, y):
        return y.clone()

    @staticmethod
    def backward(ctx, dy):
        return None


def undefined(model, x):
    used = torch.zeros((), requires_grad=True)
    x = x.clone().requires_grad_()
    (Undefined.apply(model[0](x)).sum() + used).backward()
    return [x.grad, *(p.grad for p in model[0].parameters())]


def freed(model, x):
    loss = model(x).pow(2).sum()
    loss.backward()
    loss.backward()


def retained(model, x):
    loss = model(x).pow(2).sum()
    loss.backward(retain_graph=True)
    loss.backward()
    return [p.grad for p in model.parameters()]


def written_in_place(model, x):
    with graph.allow_mutation_on_saved_tensors():
        x = x.clone()
        loss = model(x).pow(2).sum()
        x.zero_()
        loss.backward()
    return [p.grad for p in model.parameters()]


def on_meta(model, x):
    return [torch.zeros(grad.shape) for grad in learned(model.to("meta"), x.to("meta"))]


TRANSFORMS = {
    "backward": learned,
    "backward twice": retained,
    "create_graph": twice,
    "is_grads_batched": batched_grads,
    "changed in between": mutated,
    "backward of what is freed": freed,
    "backward of nothing": undefined,
    "anomaly": inside(torch.autograd.detect_anomaly),
    "no threads": inside(lambda: torch.autograd.set_multithreading_enabled(False)),
    "no grad": inside(torch.no_grad, lambda model, x: model(x)),
    "inference": inside(torch.inference_mode, lambda model, x: model(x)),
    "saved tensors' hooks": hooks,
    "saved on the CPU": inside(graph.save_on_cpu),
    "allow mutation": written_in_place,
    "after accumulation": accumulated,
    "without oneDNN": inside(lambda: torch.backends.mkldnn.flags(enabled=False)),
    "forward mode": dual,
    "forward mode, of backward": dual_backward,
    "functional.jacobian": lambda *given: functional.jacobian(*weights(*given), vectorize=True),
    "functional.jacobian, forward": lambda *given: functional.jacobian(
        *weights(*given), vectorize=True, strategy="forward-mode"
    ),
    "functional.vjp": lambda *given: functional.vjp(*weights(*given)),
    "functional.jvp": lambda *given: functional.jvp(*weights(*given), weights(*given)[1]),
    "functional.hvp": lambda *given: functional.hvp(*weights(*given), weights(*given)[1]),
    "functional.vhp": lambda *given: functional.vhp(*weights(*given), weights(*given)[1]),
    "func.grad": functional_grad(func.grad),
    "func.grad_and_value": functional_grad(func.grad_and_value),
    "func.vjp": functional_grad(lambda f: lambda p: func.vjp(f, p)[1](torch.tensor(2.0).double())),
    "func.jvp": functional_grad(lambda f: lambda p: func.jvp(f, (p,), (tangent(p),))),
    "func.linearize": functional_grad(lambda f: lambda p: func.linearize(f, p)[1](tangent(p))),
    "func.jacrev": functional_grad(func.jacrev),
    "func.jacfwd": functional_grad(func.jacfwd),
    "func.hessian": lambda model, x: func.hessian(weights(model, x)[0])(weights(model, x)[1]),
    "func.functionalize": functional_grad(lambda f: func.functionalize(func.grad(f))),
    "grad of functionalize": functional_grad(lambda f: func.grad(func.functionalize(f))),
    "jvp of grad": functional_grad(lambda f: lambda p: func.jvp(func.grad(f), (p,), (tangent(p),))),
    "vmap of grad": vmap_grad,
    "ensemble": ensemble,
    "vmap in chunks": lambda model, x: func.vmap(model, chunk_size=1)(x[:, None]),
    "vmap backward": lambda model, x: learned(model, x[:, None], func.vmap(model)),
    "vmap of nothing": lambda model, x: learned(model, x[:0, None], func.vmap(model)),
    "checkpoint": checkpointed(reentrant=False),
    "checkpoint, reentrant": checkpointed(reentrant=True),
    "checkpoint_sequential": sequential,
    "checkpoint, selective": selective,
    "compile, eager": compiled(backend="eager", fullgraph=True),
    "compile": compiled(backend="aot_eager", fullgraph=True),
    "compile, dynamic": compiled(backend="aot_eager", fullgraph=True, dynamic=True),
    "compiled autograd": compiled_autograd,
    "fx": lambda model, x: learned(model, x, torch.fx.symbolic_trace(model)),
    "fx, no leaves": traced,
    "make_fx": made_by_fx,
    "export": lambda model, x: torch.export.export(model, (x,)).module()(x),
    "jit.trace": lambda model, x: learned(model, x, torch.jit.trace(model, x)),
    "jit.script": lambda model, x: learned(model, x, torch.jit.script(model)),
    "ExpandedWeights": per_sample,
    "stateless": lambda model, x: stateless._functional_call(
        model, {"0.weight": torch.ones_like(model[0].weight)}, x
    ),
    "weight_norm": each_conv(parametrizations.weight_norm),
    "spectral_norm": each_conv(parametrizations.spectral_norm),
    "orthogonal": each_conv(parametrizations.orthogonal),
    "parametrize.cached": inside(parametrize.cached),
    "prune": each_conv(lambda layer: prune.l1_unstructured(layer, "weight", 0.5)),
    "fuse": after(fused),
    "AveragedModel": lambda model, x: learned(torch.optim.swa_utils.AveragedModel(model), x),
    "replica": after(replica),
    "DataParallel": after(nn.DataParallel),
    "share_memory": after(nn.Module.share_memory),
    "to float": lambda model, x: learned(model.to(torch.float32).double(), x),
    "meta": on_meta,
    "channels last": after(lambda m: m.to(memory_format=torch.channels_last)),
    "assigned": after(lambda m: m.load_state_dict(m.state_dict(), assign=True) and None),
    "copy": after(shallow),
    "deepcopy": after(copy.deepcopy),
    "pickle": after(lambda model: pickle.loads(pickle.dumps(model))),
    "save": through(torch.save, lambda file: torch.load(file, weights_only=False)),
    "attributes copied": after(anew),
    "a subclass": lambda model, x: learned(model, x.as_subclass(Plain)),
    "a subclass with functions": lambda model, x: learned(model, x.as_subclass(Logged)),
    "a subclass with operators": wrapped("x"),
    "weights with operators": wrapped("weight"),
    "gradients with operators": wrapped("dy"),
    "all with operators": wrapped("x", "weight", "dy"),
    "function mode": inside(Functions),
    "dispatch mode": inside(Operators),
    "default device": inside(lambda: torch.device("cpu")),
    "flops": counted_flops,
    "fake tensors": fake,
    "complex": lambda model, x: torch.view_as_real(
        model[0].to(torch.complex128)(x.to(torch.complex128))
    ),
}


def result(transform, model, x):
    """What comes of it, flat; or the error."""
    try:
        got = transform(model, x)
    except Exception as error:
        return error
    return torch.utils._pytree.tree_leaves(got)


@pytest.mark.parametrize("how", ["swap", "enabled"])
@pytest.mark.parametrize("name", TRANSFORMS)
def test_survives(name, how):
    transform = TRANSFORMS[name]
    wanted = result(transform, net(), image())
    switch = fgt.enabled() if how == "enabled" else contextlib.nullcontext()
    with switch:
        got = result(transform, fgt.swap(net()) if how == "swap" else net(), image())
    if isinstance(wanted, Exception):
        assert type(got) is type(wanted), got
        return
    assert not isinstance(got, Exception), got
    assert len(got) == len(wanted) > 0
    for a, b in zip(got, wanted, strict=True):
        assert type(a) is type(b)
        torch.testing.assert_close(a, b, rtol=1e-9, atol=1e-9)
